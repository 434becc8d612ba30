// A stack as Go prints it, to paste into an issue. In: a sample of a profile of goroutines. Out: lines like a dump's.
// Invariants: innermost first, with the `go` statement last; what a dump would say and the profile does not know is left
// out; names keep to their lines, whatever they hold.

import { counted } from '../../base/counted';
import { printable } from '../../base/printable';
import type { Profile } from '../profile/profile';
import { isImplied } from '../profile/legacy/goSymbols';
import type { GoroutineKind } from './goroutineKinds';
import type { StackFacts } from './stackGroups';

/** `12 goroutines [chan receive, 5 minutes, leaked]:`, then `pkg.F(...)` and `\tfile.go:12` for each frame. */
export function stackText(profile: Profile, facts: StackFacts, kind: GoroutineKind): string {
  const { strings, samples } = profile;
  const { sample, count, longestWait, leaked } = kind;
  const state = facts.state[sample];
  const inBrackets = [
    state < 0 ? '' : printable(strings.text(state)),
    longestWait < 0 ? '' : `up to ${counted(longestWait, 'minute')}`,
    leaked === 0 ? '' : `${leaked} leaked`,
  ].filter((text) => text !== '');
  const lines = [`${counted(count, 'goroutine')}${inBrackets.length === 0 ? '' : ` [${inBrackets.join(', ')}]`}:`];
  for (let i = samples.stackOffset[sample]; i < samples.stackOffset[sample + 1]; i++) {
    pushFrames(profile, samples.stackLocation[i], lines, '', '(...)');
  }
  if (facts.createdBy[sample] >= 0) pushFrames(profile, facts.createdBy[sample], lines, 'created by ', '');
  return `${lines.join('\n')}\n`;
}

function pushFrames(profile: Profile, location: number, lines: string[], before: string, after: string): void {
  const { locations, functions, strings } = profile;
  for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
    const f = locations.lineFunction[l];
    if (f < 0) continue;
    const name = strings.text(functions.name[f]);
    const file = strings.text(functions.filename[f]);
    if (isImplied(name, file)) continue;
    lines.push(`${before}${printable(name)}${after}`, `\t${printable(file)}:${locations.lineNumber[l]}`);
  }
}
