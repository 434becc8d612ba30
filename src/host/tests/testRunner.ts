// What profiling a test needs from Node; src/extension.ts hands in an object of src/node that has this shape. In: a test
// of one package. Out: the bytes of its profile with where they came from, or a UserError whose sentences can be shown.
// Invariants: leaves nothing behind in the package's folder; every promise ends soon after its signal was aborted, with a
// CancelledError, and leaves no process running.

import type { Provenance } from '../../core/profile/provenance';

/** By the names that captures have: `profile` is the CPU, `allocs` the memory. */
export type TestProfileKind = 'profile' | 'allocs' | 'block' | 'mutex';

export interface TestProfileRequest {
  /** The package's folder. */
  readonly folder: string;
  /** `worker.BenchmarkPool`, for people. */
  readonly title: string;
  /** Matches the test and no other. */
  readonly expression: string;
  readonly isBenchmark: boolean;
  readonly kind: TestProfileKind;
  /** How often to run it. */
  readonly count: number;
  /** As -tags takes them, '' for none. */
  readonly tags: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface TestRun {
  readonly bytes: Uint8Array;
  readonly provenance: Provenance;
  /** The profile is that of a run that failed. */
  readonly failed: boolean;
}

export interface TestRunner {
  run(request: TestProfileRequest, options: TestRunOptions): Promise<TestRun>;
}

export interface TestRunOptions {
  readonly signal: AbortSignal;
  /** What `go test` prints, as it comes. */
  readonly onOutput: (text: string) => void;
}
