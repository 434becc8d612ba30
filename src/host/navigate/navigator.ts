// From a frame to the code. In: a function and line of a profile. Out: an editor at that line beside the profile, or
// a sentence on why there is none. Invariants: the newest request wins; the profile's tab stays where it is; with
// several files that fit the person decides; no text of the profile becomes a command, a link or a path to write.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { UserError } from '../../base/userError';
import { currentLine } from '../../core/golang/anchors';
import { baseName, normalizePath } from '../../core/golang/goPath';
import type { FoundSource, SourceResolution } from '../../core/golang/resolveSource';
import type { Line1, Profile } from '../../core/profile/profile';
import { commands } from '../../ids';
import type { FrameRef, OpenedFrame } from '../../protocol/messages';
import type { ErrorReporter } from '../errorReporter';
import { positionAt, rangeAt } from '../positions';
import { isGoDocument } from '../sources/goSyntax';
import type { SourceIndex } from '../sources/sourceIndex';
import { LineFlash } from './lineFlash';
import { locateSource } from './locateSource';
import { columnForCode } from './profileTabs';

const locate = 'Locate Source…';
const explain = 'Explain';
const cancelled: OpenedFrame = { opened: false, message: '' };

export class Navigator implements Disposable {
  private readonly owned = new DisposableList();
  private readonly flash = this.owned.add(new LineFlash());
  private lastColumn: vscode.ViewColumn | undefined;
  private generation = 0;

  constructor(
    private readonly sources: SourceIndex,
    private readonly errors: ErrorReporter,
  ) {
    this.owned.add(
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.viewColumn !== undefined) this.lastColumn = editor.viewColumn;
      }),
    );
  }

  async openFrame(profile: Profile, frame: FrameRef): Promise<OpenedFrame> {
    const generation = ++this.generation;
    const resolution = await this.sources.resolveFunction(profile, frame.function);
    if (generation !== this.generation) return cancelled;
    if (resolution === undefined) return { opened: false, message: 'The profile has no such function.' };
    switch (resolution.kind) {
      case 'found':
        return this.open(profile, frame, resolution.source, generation);
      case 'several': {
        const source = await pickSource(resolution.sources, pathOf(profile, frame));
        if (source === undefined || generation !== this.generation) return cancelled;
        this.sources.pick(profile, frame.function, source.place);
        return this.open(profile, frame, source, generation);
      }
      case 'none': {
        const message = sentenceOf(resolution, pathOf(profile, frame));
        // Not awaited: the page gets its answer at once, the notification stays as long as it is wanted.
        void this.offerToLocate(profile, frame, resolution, message);
        return { opened: false, message };
      }
      default:
        throw new Error(`unknown resolution ${JSON.stringify(resolution satisfies never)}`);
    }
  }

  /** Shows a line of a file, where code is shown. */
  async openLine(uri: vscode.Uri, line: Line1): Promise<void> {
    const generation = ++this.generation;
    const document = await vscode.workspace.openTextDocument(uri);
    if (generation === this.generation) await this.show(document, line, generation, false);
  }

  /** Shows a frame while the keyboard stays where it is; one that cannot be shown changes nothing. */
  async preview(profile: Profile, frame: FrameRef): Promise<void> {
    const generation = ++this.generation;
    const resolution = await this.sources.resolveFunction(profile, frame.function);
    if (generation !== this.generation || resolution?.kind !== 'found') return;
    await this.open(profile, frame, resolution.source, generation, true);
  }

  /** What is on its way to be shown is not shown any more: the person went elsewhere. */
  abandon(): void {
    this.generation++;
  }

  /**
   * Where a frame stands now, for whoever does something there without showing it; undefined where the person was told
   * why there is no such place, or gave up on choosing it.
   */
  async locate(profile: Profile, frame: FrameRef): Promise<vscode.Location | undefined> {
    const resolution = await this.sources.resolveFunction(profile, frame.function);
    if (resolution === undefined) return undefined;
    const path = pathOf(profile, frame);
    if (resolution.kind === 'none') {
      void this.offerToLocate(profile, frame, resolution, sentenceOf(resolution, path));
      return undefined;
    }
    const source = resolution.kind === 'found' ? resolution.source : await pickSource(resolution.sources, path);
    if (source === undefined) return undefined;
    const uri = vscode.Uri.parse(source.place, true);
    const { line, isThere } = await this.placeIn(await vscode.workspace.openTextDocument(uri), profile, frame, source);
    if (isThere) return new vscode.Location(uri, positionAt(line));
    const next = 'Go to the code and choose a line yourself.';
    throw new UserError('not-there', `The function is no longer in ${vscode.workspace.asRelativePath(uri)}.`, next);
  }

  private async open(
    profile: Profile,
    frame: FrameRef,
    source: FoundSource,
    generation: number,
    preserveFocus = false,
  ): Promise<OpenedFrame> {
    const uri = vscode.Uri.parse(source.place, true);
    const document = await vscode.workspace.openTextDocument(uri);
    const { line, note } = await this.placeIn(document, profile, frame, source);
    if (generation !== this.generation) return cancelled;
    if (!(await this.show(document, line, generation, preserveFocus))) return cancelled;
    return { opened: true, message: `${vscode.workspace.asRelativePath(uri)}:${line}${note}` };
  }

  /** False when a newer request came between. */
  private async show(
    document: vscode.TextDocument,
    line: Line1,
    generation: number,
    preserveFocus: boolean,
  ): Promise<boolean> {
    const range = rangeAt(line);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: columnForCode(document.uri, this.lastColumn),
      preview: true,
      preserveFocus,
      selection: range,
    });
    if (generation !== this.generation) return false;
    editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
    this.flash.show(editor, line);
    return true;
  }

  /** The line in the document as it is now, which may have been edited since the file was found. */
  private async placeIn(
    document: vscode.TextDocument,
    profile: Profile,
    frame: FrameRef,
    source: FoundSource,
  ): Promise<{ readonly line: Line1; readonly note: string; readonly isThere: boolean }> {
    const recorded = frame.line > 0 ? frame.line : profile.functions.startLine[frame.function];
    const anchored = isGoDocument(document) ? await this.sources.anchor(profile, frame.function, document) : undefined;
    const line = anchored === undefined ? recorded : currentLine(anchored.anchor, anchored.syntax, recorded);
    const state = anchored?.anchor?.state ?? source.state;
    const inFile = Math.min(Math.max(1, line), document.lineCount) as Line1;
    if (state === 'absent') return { line: inFile, note: ', but the function is no longer there', isThere: false };
    const moved = ', about: the function has moved since the profile was taken';
    if (state === 'moved') return { line: inFile, note: moved, isThere: true };
    return { line: inFile, note: inFile === line ? '' : ', but the file is shorter now', isThere: inFile === line };
  }

  private async offerToLocate(
    profile: Profile,
    frame: FrameRef,
    resolution: SourceResolution,
    message: string,
  ): Promise<void> {
    const path = pathOf(profile, frame);
    const actions = resolution.kind === 'none' && resolution.hasFile ? [locate, explain] : [];
    const chosen = await vscode.window.showWarningMessage(message, ...actions);
    if (chosen === explain) await vscode.commands.executeCommand(commands.explainSources);
    if (chosen !== locate) return;
    try {
      if (await locateSource(path)) await this.openFrame(profile, frame);
    } catch (error) {
      void this.errors.report(error, `locate ${baseName(path)}`);
    }
  }

  dispose(): void {
    this.abandon();
    this.owned.dispose();
  }
}

function pathOf(profile: Profile, frame: FrameRef): string {
  return normalizePath(profile.strings.text(profile.functions.filename[frame.function]));
}

function sentenceOf({ why, hasFile }: SourceResolution & { readonly kind: 'none' }, path: string): string {
  return hasFile ? `${path} was not found: ${why}.` : `There is no source to show: ${why}.`;
}

async function pickSource(sources: readonly FoundSource[], path: string): Promise<FoundSource | undefined> {
  const items = sources.map((source) => {
    const uri = vscode.Uri.parse(source.place, true);
    return { label: vscode.workspace.asRelativePath(uri), description: source.reason, resourceUri: uri, source };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: `Several Files Fit ${baseName(path)}`,
    placeHolder: `The profile says ${path}`,
  });
  return picked?.source;
}
