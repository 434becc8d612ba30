// The goroutines behind a number in the code. In: places that showed one. Out: their groups in VS Code's peek, as a
// read-only text of stacks, where every frame leads to its code. Invariants: a place is named by a number of ours; the
// text is plain and holds the profile's words as they are; only what is asked for is grouped, in slices.

import * as vscode from 'vscode';
import { counted } from '../../base/counted';
import { type Disposable, DisposableList } from '../../base/disposable';
import { samplesLike } from '../../core/analyze/samplesThrough';
import { goroutineSampleType } from '../../core/analyze/functionCounts';
import type { GoroutineFacts } from '../../core/analyze/goroutineFacts';
import { type StackGroup, StackGroupsPass } from '../../core/goroutine/stackGroups';
import type { Line1, Profile } from '../../core/profile/profile';
import { commands } from '../../ids';
import type { OpenedFrame } from '../../protocol/messages';
import { positionAt, rangeAt } from '../positions';
import { inSlices } from '../slices';
import { type GoroutineRow, rowOf } from '../store/goroutineRow';
import type { GoroutineTables } from '../store/goroutineTables';
import type { ProfileStore } from '../store/profileStore';
import type { CodePlace } from '../codePlaces';
import { peekText, type PeekFrame } from './peekText';

export const peekScheme = 'heatline-goroutines';

/** Where a number stands and what it counts. */
export interface PeekPlace {
  readonly uri: vscode.Uri;
  readonly line: Line1;
  readonly profile: Profile;
  /** Goroutines with one of these functions on the stack, or started at one of these locations. */
  readonly of: { readonly functions: readonly number[] } | { readonly creators: readonly number[] };
}

interface Peeked {
  readonly profile: Profile;
  readonly text: string;
  readonly frames: readonly PeekFrame[];
}

const mostGroups = 200;
/** Of one document: lines move with each edit, and with them the places. */
const mostPlaces = 5000;

export class GoroutinePeek implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly places = new Map<number, PeekPlace>();
  /** By document, then by what is at the place. */
  private readonly numbers = new Map<string, Map<string, number>>();
  private lastPlace = 0;
  private readonly peeked = new Map<string, Peeked>();
  private lastPeek = 0;

  constructor(
    private readonly store: ProfileStore,
    private readonly tables: GoroutineTables,
  ) {
    this.owned.add(vscode.workspace.registerTextDocumentContentProvider(peekScheme, this));
    this.owned.add(vscode.languages.registerDocumentLinkProvider({ scheme: peekScheme }, this));
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.close(uri)));
  }

  /**
   * Numbers for places of a document, the same for the same place: it is asked for once for each editor that shows the
   * document, and again after each edit, while what an editor shows may be older.
   */
  number(uri: vscode.Uri, places: readonly PeekPlace[]): readonly number[] {
    // Lenses and notes share the numbers: those that have nothing to show leave the others theirs.
    if (places.length === 0) return [];
    const document = uri.toString();
    const known = this.numbers.get(document) ?? new Map<string, number>();
    this.numbers.set(document, known);
    for (const [key, number] of known) {
      const isOld = this.places.get(number)?.profile !== places[0].profile;
      if (isOld || known.size > mostPlaces) this.forget(known, key, number);
    }
    return places.map((place) => {
      const key = `${place.line} ${JSON.stringify(place.of)}`;
      const number = known.get(key) ?? ++this.lastPlace;
      known.set(key, number);
      this.places.set(number, place);
      return number;
    });
  }

  private forget(known: Map<string, number>, key: string, number: number): void {
    known.delete(key);
    this.places.delete(number);
  }

  private close(uri: vscode.Uri): void {
    this.peeked.delete(uri.toString());
    const known = this.numbers.get(uri.toString());
    known?.forEach((number) => this.places.delete(number));
    this.numbers.delete(uri.toString());
  }

  /** @param place as `number` gave it, or a row of the Goroutines view; others are of text that is gone, and do nothing */
  async peek(place: unknown): Promise<void> {
    const row = rowOf(place);
    if (row !== undefined) return this.peekRow(row);
    const known = typeof place === 'number' ? this.places.get(place) : undefined;
    if (known === undefined) return;
    const { profile, uri, line } = known;
    const facts = await this.tables.factsOf(profile);
    await this.peekAt(uri, positionAt(line), await this.grouped(profile, facts, wanted(known, facts)));
  }

  /** At the row's code where that can be shown, else as a document. */
  private async peekRow(row: GoroutineRow): Promise<void> {
    const { profile, facts, samples, frame } = row;
    const inRow = new Set(samples());
    const grouped = await this.grouped(profile, facts, (sample) => inRow.has(sample));
    const opened =
      frame !== undefined && (await vscode.commands.executeCommand<OpenedFrame | undefined>(commands.openFrame, row));
    const editor = vscode.window.activeTextEditor;
    if (opened !== false && opened?.opened === true && editor !== undefined) {
      return this.peekAt(editor.document.uri, editor.selection.active, grouped);
    }
    await vscode.window.showTextDocument(grouped.uri, { preview: true });
  }

  private async grouped(
    profile: Profile,
    facts: GoroutineFacts,
    isWanted: (sample: number) => boolean,
  ): Promise<ReturnType<GoroutinePeek['show']>> {
    const values = profile.samples.values[goroutineSampleType(profile)];
    const pass = new StackGroupsPass(profile, facts, values, isWanted);
    await inSlices(pass);
    return this.show(profile, pass.result(mostGroups), facts, pass.total);
  }

  private async peekAt(
    uri: vscode.Uri,
    position: vscode.Position,
    shown: ReturnType<GoroutinePeek['show']>,
  ): Promise<void> {
    const locations = shown.starts.map((start) => new vscode.Location(shown.uri, rangeAt(start)));
    await vscode.commands.executeCommand('editor.action.peekLocations', uri, position, locations, 'peek');
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.peeked.get(uri.toString())?.text ?? 'These goroutines are of a profile that is no longer open.\n';
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const peeked = this.peeked.get(document.uri.toString());
    if (peeked === undefined) return [];
    const number = this.store.numberOf(peeked.profile);
    return peeked.frames.map(({ line, start, end, frame }) => {
      const from = positionAt(line);
      const range = new vscode.Range(from.translate(0, start), from.translate(0, end));
      const args = encodeURIComponent(JSON.stringify([number, frame.function, frame.line]));
      return new vscode.DocumentLink(range, vscode.Uri.parse(`command:${commands.openFrame}?${args}`));
    });
  }

  /** The frame on a line of the stacks that are shown, with the samples that have the same stack. */
  placeAt(uri: vscode.Uri, line: Line1): CodePlace | undefined {
    const peeked = this.peeked.get(uri.toString());
    const found = peeked?.frames.find((frame) => frame.line === line);
    if (peeked === undefined || found === undefined) return undefined;
    const { profile } = peeked;
    return { at: { profile, frame: found.frame }, of: { profile, samples: samplesLike(profile, found.sample) } };
  }

  private show(
    profile: Profile,
    groups: readonly StackGroup[],
    facts: GoroutineFacts,
    total: number,
  ): { readonly uri: vscode.Uri; readonly starts: readonly Line1[] } {
    const path = `/${counted(total, 'goroutine')}.txt`;
    const uri = vscode.Uri.from({ scheme: peekScheme, path, query: String(++this.lastPeek) });
    const { text, frames, starts } = peekText(profile, groups, facts);
    this.peeked.set(uri.toString(), { profile, text, frames });
    return { uri, starts };
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function wanted({ profile, of }: PeekPlace, { createdBy }: GoroutineFacts): (sample: number) => boolean {
  const { locations, samples } = profile;
  if ('creators' in of) {
    const creators = new Set(of.creators);
    return (sample) => creators.has(createdBy[sample]);
  }
  const functions = new Set(of.functions);
  const isIn = new Uint8Array(locations.count);
  for (let location = 0; location < locations.count; location++) {
    for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
      if (functions.has(locations.lineFunction[l])) isIn[location] = 1;
    }
  }
  return (sample) => {
    for (let i = samples.stackOffset[sample]; i < samples.stackOffset[sample + 1]; i++) {
      if (isIn[samples.stackLocation[i]] === 1) return true;
    }
    return false;
  };
}
