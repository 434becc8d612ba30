// From the code to the profile. In: where the cursor is. Out: the functions of the active profile around it, for the
// page to highlight. Invariants: nothing is looked up unless the profile can be seen; typing and moving are settled
// first; of overlapping lookups the newest counts; the same answer is not given twice.

import * as vscode from 'vscode';
import { type Disposable, DisposableList, toDisposable } from '../../base/disposable';
import { functionsAt } from '../../core/golang/functionsAt';
import type { Profile } from '../../core/profile/profile';
import { line1Of } from '../positions';
import { isGoDocument } from '../sources/goSyntax';
import type { SourceIndex } from '../sources/sourceIndex';
import { isProfileVisible } from './profileTabs';

export interface FollowedProfile {
  readonly uri: vscode.Uri;
  readonly profile: Profile;
}

export interface CursorFollowerOptions {
  readonly sources: SourceIndex;
  readonly active: () => FollowedProfile | undefined;
  /** None clears the highlight. */
  readonly select: (uri: vscode.Uri, functions: readonly number[]) => void;
  readonly failed: (error: unknown) => void;
}

const settleMilliseconds = 150;

export class CursorFollower implements Disposable {
  private readonly owned = new DisposableList();
  private timer: unknown;
  private generation = 0;
  private last = '';

  constructor(private readonly options: CursorFollowerOptions) {
    this.owned.add(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.settle(textEditor)));
    this.owned.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.settle(editor)));
    this.owned.add(toDisposable(() => clearTimeout(this.timer)));
  }

  /** The functions at a place of a document, for commands; empty where the profile has none there. */
  async functionsAt(document: vscode.TextDocument, position: vscode.Position): Promise<readonly number[]> {
    const followed = this.options.active();
    if (followed === undefined) return [];
    const sources = await this.options.sources.inDocument(followed.profile, document);
    if (sources === undefined) return [];
    return sources.parts.flatMap(({ anchors }) => functionsAt(sources.syntax, anchors, line1Of(position)));
  }

  private settle(editor: vscode.TextEditor | undefined): void {
    // Focus in the profile itself, or in an output: what is highlighted stays.
    if (editor === undefined || !isGoDocument(editor.document)) return;
    const generation = ++this.generation;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.follow(editor, generation).catch((error: unknown) => this.options.failed(error));
    }, settleMilliseconds);
  }

  private async follow(editor: vscode.TextEditor, generation: number): Promise<void> {
    const followed = this.options.active();
    if (followed === undefined || !isProfileVisible(followed.uri)) return;
    const functions = await this.functionsAt(editor.document, editor.selection.active);
    if (generation !== this.generation || this.owned.isDisposed) return;
    const answer = `${followed.uri.toString()} ${functions.join(' ')}`;
    if (answer === this.last) return;
    this.last = answer;
    this.options.select(followed.uri, functions);
  }

  dispose(): void {
    this.generation++;
    this.owned.dispose();
  }
}
