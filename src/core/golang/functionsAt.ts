// Which functions of a profile a line of code belongs to. In: a file's declarations and the anchors of the
// profile's functions in it. Out: the functions of the innermost literal around the line that the profile knows,
// else those of the declaration. Invariant: only anchored functions, so never one of another file.

import type { FunctionIndex } from '../profile/profile';
import type { Anchor, Anchors } from './anchors';
import { declarationAt, type GoFile, literalAt } from './goFile';

export function functionsAt(syntax: GoFile, anchors: Anchors, line: number): readonly FunctionIndex[] {
  const matching = (fits: (anchor: Anchor) => boolean): FunctionIndex[] =>
    [...anchors].filter(([, anchor]) => fits(anchor)).map(([f]) => f);
  for (let literal = literalAt(syntax, line); literal >= 0; literal = syntax.literals[literal].parent) {
    const wanted = literal;
    const inLiteral = matching((anchor) => anchor.literal === wanted);
    if (inLiteral.length > 0) return inLiteral;
  }
  const declaration = declarationAt(syntax, line);
  return declaration < 0 ? [] : functionsOf(anchors, declaration);
}

/** Of a declaration: the function itself where the profile has it, else what stands inside it. */
export function functionsOf(anchors: Anchors, declaration: number): readonly FunctionIndex[] {
  const inside = [...anchors].filter(([, anchor]) => anchor.declaration === declaration);
  const whole = inside.filter(([, anchor]) => anchor.literal < 0);
  return (whole.length > 0 ? whole : inside).map(([f]) => f);
}
