// How a function of a profile is tied to a file as it is now. In: made by anchorFunctions.ts. Out: whether the
// file is the right one, and the line now of a recorded line. Invariant: `exact` means that the declaration's
// name and the first line both hold; only then is a line shown without doubt.

import type { FunctionIndex, Line1 } from '../profile/profile';
import type { GoFile } from './goFile';

/**
 * `exact`: declared on the recorded line. `moved`: declared elsewhere in the file. `absent`: not declared.
 * `unchecked`: nothing to check by (package-level code, a name that is not Go's, no recorded line).
 */
export type AnchorState = 'exact' | 'moved' | 'absent' | 'unchecked';

export interface Anchor {
  readonly state: AnchorState;
  /** Index into the file's declarations, -1 for none. */
  readonly declaration: number;
  /** Index into the file's literals, -1 where the function is not one or it was not found. */
  readonly literal: number;
  /** Add to a recorded line to get the line now. */
  readonly shift: number;
}

export type Anchors = ReadonlyMap<FunctionIndex, Anchor>;

/** The state of the file as a whole, so as to tell the right file from one of the same name. */
export function summarize(anchors: Anchors): {
  readonly state: AnchorState;
  readonly exact: number;
  readonly absent: number;
} {
  let exact = 0;
  let moved = 0;
  let absent = 0;
  for (const { state } of anchors.values()) {
    if (state === 'exact') exact++;
    else if (state === 'moved') moved++;
    else if (state === 'absent') absent++;
  }
  if (exact + moved + absent === 0) return { state: 'unchecked', exact, absent };
  // Most of the profile's functions must be there: two commands both have a `main` and perhaps a `run`.
  if (absent > exact + moved) return { state: 'absent', exact, absent };
  return { state: moved + absent === 0 ? 'exact' : 'moved', exact, absent };
}

/**
 * The line now of a line then; inside the declaration whatever was edited since. Lines above the declaration are the
 * compiler's doing, never an edit's (now and then it gives inlined code to the outer function): they stay what they are
 * while the function has not moved.
 */
export function currentLine(anchor: Anchor | undefined, syntax: GoFile, line: number): Line1 {
  const shifted = Math.max(1, line + (anchor?.shift ?? 0)) as Line1;
  if (anchor === undefined || anchor.declaration < 0) return shifted;
  const { startLine, endLine } = syntax.declarations[anchor.declaration];
  if (shifted < startLine) return anchor.state === 'exact' ? shifted : startLine;
  return shifted > endLine ? endLine : shifted;
}
