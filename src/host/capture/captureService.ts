// What the capture UI needs from Node; src/extension.ts hands in an object of src/node that has this shape.
// In: what a person typed or chose. Out: bytes of a profile, or a UserError whose sentences can be shown.
// Invariants: no text that comes out of here (URLs, errors, provenance) holds a credential; every promise ends
// soon after its signal was aborted, with a CancelledError, and leaves no request running.

import type { Provenance } from '../../core/profile/provenance';

export interface CaptureService {
  /**
   * Understands `localhost:6060`, `:6060`, `https://host/prefix/debug/pprof/`, `…/debug/pprof/heap?seconds=5`.
   * Pure and quick: called while the user types. Throws a UserError that says what is wrong with the text.
   */
  parseTarget(text: string): CaptureTarget;
  /** Asks the index page what the service offers; starts no profiler. */
  preflight(target: CaptureTarget, signal: AbortSignal): Promise<Preflight>;
  capture(request: CaptureRequest, options: CaptureOptions): Promise<CapturedProfile>;
  /** Processes of this machine that answer at /debug/pprof/. Misses some, and throws for none. */
  discover(signal: AbortSignal): Promise<readonly DiscoveredTarget[]>;
  /**
   * Takes what a diagnosis reads into a new folder below `parent`: every kind the service has, most of them twice. An
   * aborted signal ends it with what is there, or with a CancelledError where nothing is.
   */
  captureBundle(request: BundleRequest, options: BundleOptions): Promise<CapturedBundle>;
  /** Adds one more look at the goroutines, behind a collection, to a bundle's folder. */
  lookAgain(folder: string, target: CaptureTarget, options: BundleOptions): Promise<void>;
}

export interface BundleRequest {
  readonly target: CaptureTarget;
  /** Of the CPU profile, and what lies between the two looks. */
  readonly seconds: number;
  readonly parent: string;
}

export interface BundleProgress extends CaptureProgress {
  readonly kind: string;
  /** Requests. */
  readonly done: number;
  readonly count: number;
}

export interface BundleOptions {
  readonly signal: AbortSignal;
  onProgress(progress: BundleProgress): void;
}

export interface CapturedBundle {
  readonly folder: string;
  /** As to show. */
  readonly target: string;
  /** What could not be had, each with a sentence. */
  readonly missing: readonly { readonly profile: string; readonly reason: string }[];
  /** Cancelled before everything was taken. */
  readonly isCut: boolean;
}

export interface CaptureTarget {
  /** The index page without credentials, query or fragment; ends in `/`. Good to show, remember and parse again. */
  readonly url: string;
  /** Profile named by a full URL, e.g. `heap`; `profile` is the CPU. */
  readonly kind?: string;
  readonly seconds?: number;
}

export interface Preflight {
  /** The target with the index page where it was found. */
  readonly target: CaptureTarget;
  /** In the order of the index page; `profile` (CPU) among them where the service has it. */
  readonly kinds: readonly OfferedKind[];
  readonly goroutines?: number;
}

export interface OfferedKind {
  /** The name in the URL: `profile`, `heap`, `goroutine`, or a custom one. */
  readonly name: string;
  /** As the index page counts it; absent for `profile`. */
  readonly count?: number;
  /** A sentence to show instead of the usual one, e.g. that nothing is recorded. */
  readonly hint?: string;
}

export interface CaptureRequest {
  readonly target: CaptureTarget;
  readonly kind: string;
  /** Length of a CPU profile or of a delta; absent for a snapshot of now. Whole seconds. */
  readonly seconds?: number;
}

export interface CaptureProgress {
  /** The service is being asked, it is measuring, the answer is coming in. */
  readonly phase: 'connecting' | 'measuring' | 'receiving';
  readonly receivedBytes: number;
  /** Until the service should be done measuring; 0 for a snapshot. */
  readonly remainingSeconds: number;
}

export interface CaptureOptions {
  readonly signal: AbortSignal;
  onProgress(progress: CaptureProgress): void;
}

export interface CapturedProfile {
  readonly bytes: Uint8Array;
  readonly provenance: Provenance;
}

export interface DiscoveredTarget {
  readonly url: string;
  readonly pid: number;
  /** Name of the program, without its arguments (they may hold secrets). */
  readonly command: string;
  readonly port: number;
  readonly goroutines?: number;
}
