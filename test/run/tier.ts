// What a tier of the test run is. In: the run's options. Out: counts, with a reason for each failure.
// Invariant: a tier that throws, finds nothing or runs out of time counts as one failed test, never as none.
import type { TestCounts } from '../harness/testEvents';

export interface TierContext {
  /** Only tests whose full title matches. */
  readonly grep: string | undefined;
  /** Aborted when the tier's time is up. */
  readonly signal: AbortSignal;
  /** A folder for this tier's own files, removed after the run. */
  readonly scratch: string;
  /** Shows one line at once: a test just ended, a long step begins. */
  progress(line: string): void;
}

export interface Tier {
  readonly name: string;
  readonly limitSeconds: number;
  /** False where tests have no titles to match: such tiers are left out with --grep, unless named. */
  readonly greppable: boolean;
  /** Keeps one core busy and minds no company: the tier after it runs at the same time. */
  readonly besideNext?: boolean;
  run(context: TierContext): Promise<TestCounts>;
}

export interface TierResult {
  readonly name: string;
  readonly counts: TestCounts;
  readonly ms: number;
}
