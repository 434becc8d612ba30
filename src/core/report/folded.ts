// Folded stacks, the text that flame graph scripts read. In: a prepared profile. Out: a line for each distinct stack,
// root first, with its value. Invariants: the values add up to the samples'; a name cannot break the format.

import { buildCallTree } from '../analyze/callTree';
import type { Prepared } from './prepare';

/** What stands for a sample that has no frames. */
export const noFrames = '(no stack)';

export function* foldedText({ profile, rows, measure, format }: Prepared): Generator<string> {
  const tree = buildCallTree(profile, rows, measure.index);
  const names = rows.name.map(foldedName);
  const path: string[] = [];
  for (let node = 0; node < tree.count; node++) {
    path.length = Math.max(0, tree.depth[node] - 1);
    if (node > 0) path.push(names[tree.frame[node]]);
    if (tree.self[node] === 0) continue;
    yield `${node === 0 ? noFrames : path.join(';')} ${format.number(tree.self[node])}\n`;
  }
}

/** `;` parts frames and a line end parts stacks; blanks are allowed, the value is behind the last one. */
function foldedName(name: string): string {
  return name.replace(/;/g, ':').replace(/\s/g, ' ');
}
