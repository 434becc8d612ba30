// The contract between the extension host and the page, and nothing else. Both sides import it.
// Invariants: the page names things by index into the profile it was given, never by path or command;
// nothing is sent before the page called `ready`; bulk data travels as one buffer.

import type { PackedHeader } from '../core/profile/pack';

/** What the page shows, so that it can be restored and so that the host annotates the same view. */
export interface ViewState {
  /** Index into the profile's sample types. */
  readonly sampleType: number;
  readonly search: string;
  /** FunctionIndex of each frame from the root to the zoomed one; empty for no zoom. */
  readonly zoom: readonly number[];
  readonly refine: ViewRefinement;
}

/** Which samples and frames are shown: expressions with the names and meaning of `go tool pprof`, '' for none. */
export interface ViewRefinement {
  readonly focus: string;
  readonly ignore: string;
  readonly hide: string;
  readonly show: string;
}

export const noRefinement: ViewRefinement = { focus: '', ignore: '', hide: '', show: '' };

export function isSameRefinement(a: ViewRefinement, b: ViewRefinement): boolean {
  return a.focus === b.focus && a.ignore === b.ignore && a.hide === b.hide && a.show === b.show;
}

export interface ProfileDelivery {
  readonly kind: 'profile';
  readonly title: string;
  /** One line on where it came from, '' for unknown. */
  readonly origin: string;
  readonly header: PackedHeader;
  readonly buffer: ArrayBuffer;
  /** Sentences on what could be shown only in part. */
  readonly warnings: readonly string[];
  readonly view: ViewState | undefined;
}

/** The profile cannot be shown: what happened and what to do next. */
export interface FailureDelivery {
  readonly kind: 'failure';
  readonly title: string;
  readonly message: string;
  readonly next: string;
}

export type Delivery = ProfileDelivery | FailureDelivery;

/** A place in the code, named by the profile's own indices. */
export interface FrameRef {
  readonly function: number;
  /** Line1; 0 for the declaration. */
  readonly line: number;
}

export interface OpenedFrame {
  readonly opened: boolean;
  /** A sentence for the status line: where it went, or why not. */
  readonly message: string;
}

/** What the host does for the page. */
export interface HostApi {
  /** The hand-shake: the page is alive and wants its profile. */
  ready(): Promise<Delivery>;
  openFrame(frame: FrameRef): Promise<OpenedFrame>;
  viewChanged(view: ViewState): Promise<void>;
  /** An error of the page's own, for the log. */
  problem(text: string): Promise<void>;
  /** The button of a failure: choose another file, capture again. */
  act(action: 'openAnother' | 'reopenAsText'): Promise<void>;
}

/** What the page does for the host. */
export interface PageApi {
  /** Highlights the frames of these functions (the editor's cursor is in them); none clears it. */
  reveal(functions: readonly number[]): Promise<void>;
  selectSampleType(index: number): Promise<void>;
  /** Shows the part of the profile that the expressions leave. */
  refine(refinement: ViewRefinement): Promise<void>;
  focusSearch(): Promise<void>;
  resetZoom(): Promise<void>;
}
