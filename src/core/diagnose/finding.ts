// What a diagnosis says. In: nothing. Out: the shape of `heatline diagnose --json`, for text, SARIF and the editor
// alike. Invariants: a finding is one cause, its victims are evidence; a grade is never better than what was seen;
// files are as the profile spells them, until a shell that knows the disk says otherwise.

import type { GroupFrame } from '../goroutine/groups';

/**
 * `proven`: the runtime itself says so, or the profiles and the source say the same at the same place. `likely`: the
 * profiles say so and nothing speaks against it. `suspect`: worth a look, no more.
 */
export type Grade = 'proven' | 'likely' | 'suspect';

/** Best first. */
export const grades: readonly Grade[] = ['proven', 'likely', 'suspect'];

export interface Evidence {
  /** `goroutine`, `goroutineleak`, `heap`, `allocs`, `block`, `mutex`, `cpu`, or `source`. */
  readonly profile: string;
  /** What the number is, as a sentence that holds it. */
  readonly text: string;
  /** In `unit`. */
  readonly value: number;
  readonly unit: string;
  /** Of the profile's total, 0 to 1; null where that says nothing. */
  readonly share: number | null;
  /** Innermost first. */
  readonly frames: readonly GroupFrame[];
}

export interface FindingLocation {
  readonly file: string;
  /** Line1. */
  readonly line: number;
}

export interface Finding {
  /** The rule's id, e.g. `waitgroup-never-zero`. */
  readonly rule: string;
  readonly grade: Grade;
  /** One line, without a full stop. */
  readonly title: string;
  /** What was seen and what it means. */
  readonly detail: string;
  readonly location: FindingLocation | null;
  readonly evidence: readonly Evidence[];
  /** What would show that this is wrong. */
  readonly refute: string;
  readonly advice: string;
  /** A URL. */
  readonly docs: string;
}

/** Whether `grade` is as good as `atLeast` or better. */
export function isAtLeast(grade: Grade, atLeast: Grade): boolean {
  return grades.indexOf(grade) <= grades.indexOf(atLeast);
}
