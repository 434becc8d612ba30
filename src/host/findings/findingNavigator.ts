// From findings to code. In: a finding, or a frame of its evidence by number. Out: an editor at the line. Invariants: a
// place that follows edits counts before what was recorded; "next" goes on from the finding at the cursor, else from the
// one that was shown last, best first and around.

import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { GroupFrame } from '../../core/goroutine/groups';
import type { Profile } from '../../core/profile/profile';
import type { FrameRef } from '../../protocol/messages';
import { line1Of } from '../positions';
import type { GoSyntax } from '../sources/goSyntax';
import type { SourceIndex } from '../sources/sourceIndex';
import type { FindingPlace } from '../store/findingPlace';
import type { FindingsStore, PlacedFinding } from '../store/findingsStore';
import { BundleSources } from './bundleSources';

export interface FindingNavigatorOptions {
  readonly store: FindingsStore;
  readonly sources: SourceIndex;
  readonly syntax: GoSyntax;
  readonly openFrame: (profile: Profile, frame: FrameRef) => Promise<unknown>;
  readonly openPlace: (place: FindingPlace) => Promise<void>;
}

export class FindingNavigator {
  private last: number | undefined;
  private known: { readonly functions: Profile; readonly bundle: BundleSources } | undefined;

  constructor(private readonly options: FindingNavigatorOptions) {}

  async open({ id, place, finding }: PlacedFinding): Promise<void> {
    this.last = id;
    if (place !== undefined) return this.options.openPlace(place);
    const { location, evidence } = finding;
    const frames = evidence.flatMap((one) => one.frames);
    const frame = frames.find(({ file }) => file === location?.file) ?? frames.at(0);
    if (frame !== undefined) await this.openRecorded(frame);
  }

  async openEvidence({ evidence }: PlacedFinding, e: number, f: number): Promise<void> {
    const one = evidence.at(e);
    const frame = one?.evidence.frames.at(f);
    if (one === undefined || frame === undefined) return;
    if (one.evidence.profile === 'source' && one.place !== undefined) await this.options.openPlace(one.place);
    else await this.openRecorded(frame);
  }

  /** Undefined where there is none. */
  step(by: 1 | -1): PlacedFinding | undefined {
    const { shown } = this.options.store;
    if (shown.length === 0) return undefined;
    const from = this.atCursor()?.id ?? this.last;
    const at = shown.findIndex(({ id }) => id === from);
    if (at < 0) return shown.at(by > 0 ? 0 : -1);
    return shown[(at + by + shown.length) % shown.length];
  }

  private atCursor(): PlacedFinding | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return undefined;
    const line = line1Of(editor.selection.active);
    const here = this.options.store.inFile(editor.document.uri).filter(({ place }) => place?.line === line);
    // Several on one line: go on from the one that was shown.
    return here.find(({ id }) => id === this.last) ?? here.at(0);
  }

  private async openRecorded(frame: GroupFrame): Promise<void> {
    const { store, openFrame } = this.options;
    const functions = store.current?.functions;
    if (functions === undefined) return;
    const index = this.bundleOf(functions).functionOf(frame);
    if (index !== undefined) {
      await openFrame(functions, { function: index, line: frame.line });
      return;
    }
    const next = 'Open the folder that holds it, and diagnose again.';
    throw new UserError('not-found', `${frame.file} was not found.`, next);
  }

  private bundleOf(functions: Profile): BundleSources {
    const { sources, syntax } = this.options;
    if (this.known?.functions !== functions) {
      this.known = { functions, bundle: new BundleSources(functions, sources, syntax) };
    }
    return this.known.bundle;
  }
}
