// What a rule is. In: facts, and the source where it can be read. Out: drafts of findings. Invariants: a rule knows one
// kind of cause and nothing of the others; what two rules see of one cause is sorted out in oneCause.ts, by what each
// says it explains.

import type { GroupFrame } from '../goroutine/groups';
import type { Code, CodePlace } from './codeQuestions';
import type { Facts } from './facts/facts';
import type { Evidence, Grade } from './finding';

export interface Draft {
  readonly grade: Grade;
  /** One line, without a full stop. */
  readonly title: string;
  readonly detail: string;
  readonly place: CodePlace | GroupFrame | undefined;
  readonly evidence: readonly Evidence[];
  readonly refute: string;
  readonly advice: string;
  /** Order among findings of one grade, 0 to 1: how much of the service it concerns. */
  readonly weight: number;
  /**
   * What this explains, e.g. `site:…` of goroutines, `lock:…`, `dials:…`. Of two drafts that explain the same the one
   * of the earlier rule stays, and the other's evidence goes to it.
   */
  readonly explains: readonly string[];
  /** What is only there because of this: drafts that explain one of these are its evidence. */
  readonly victims?: readonly string[];
}

export interface Rule {
  /** Stable: people filter by it. */
  readonly id: string;
  /** What the rule finds, as a sentence without a full stop, for SARIF's list of rules. */
  readonly summary: string;
  /** A URL. */
  readonly docs: string;
  find(facts: Facts, code: Code): Promise<readonly Draft[]>;
}

/** `value` as a weight: 0 for nothing, 0.5 at `half`, towards 1. */
export function weightOf(value: number, half: number): number {
  return value <= 0 ? 0 : value / (value + half);
}
