// Which lines of a text are still there. In: the lines of before and of now. Out: for each line of before its place now.
// Invariants: places ascend; what differs most is given up rather than computed for long. Source: E. Myers, "An O(ND)
// difference algorithm and its variations", 1986, in its greedy form.

import type { Pieces } from '../../base/pieces';

/** More lines added and removed than this, and the texts are called different. */
const maxEdits = 1500;
/** Lines that are compared before everything else has its turn; about 2 ms. With most edits there are a million. */
const comparedInPiece = 50_000;

/** Line ends are the editor's business: a checkout on Windows has others than its commit. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}

/** By line of before, zero-based: the line now, -1 where it is gone; undefined for texts that are too different. */
export function* findingSurvivors(before: readonly string[], now: readonly string[]): Pieces<Int32Array | undefined> {
  const places = new Int32Array(before.length).fill(-1);
  let start = 0;
  while (start < before.length && start < now.length && before[start] === now[start]) places[start] = start++;
  let [endBefore, endNow] = [before.length, now.length];
  while (endBefore > start && endNow > start && before[endBefore - 1] === now[endNow - 1]) {
    places[--endBefore] = --endNow;
  }
  yield;
  const trace = yield* shortestEdit({ before, now, start, endBefore, endNow });
  if (trace === undefined) return undefined;
  yield;
  let [x, y] = [endBefore - start, endNow - start];
  for (let d = trace.length - 1; d >= 0; d--) {
    const k = x - y;
    const reached = trace[d];
    const at = (diagonal: number): number => reached[diagonal + d + 1];
    const isDown = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const previous = d === 0 ? 0 : at(isDown ? k + 1 : k - 1);
    const previousY = d === 0 ? 0 : previous - (isDown ? k + 1 : k - 1);
    while (x > previous && y > previousY) places[start + --x] = start + --y;
    [x, y] = [previous, previousY];
  }
  return places;
}

/** What is left of both texts between the lines that they begin and end with. */
interface Different {
  readonly before: readonly string[];
  readonly now: readonly string[];
  readonly start: number;
  readonly endBefore: number;
  readonly endNow: number;
}

/** For each number of edits how far each diagonal was reached before the last of them; diagonal k is at k + d + 1. */
function* shortestEdit({
  before,
  now,
  start,
  endBefore,
  endNow,
}: Different): Pieces<readonly Int32Array[] | undefined> {
  const [lengthBefore, lengthNow] = [endBefore - start, endNow - start];
  const trace: Int32Array[] = [];
  let reached = new Int32Array(3);
  let compared = 0;
  for (let d = 0; d <= Math.min(lengthBefore + lengthNow, maxEdits); d++) {
    if (compared > comparedInPiece) {
      compared = 0;
      yield;
    }
    trace.push(reached);
    const next = new Int32Array(2 * d + 5);
    for (let k = -d; k <= d; k += 2) {
      const left = reached[k - 1 + d + 1];
      const right = reached[k + 1 + d + 1];
      const from = d === 0 ? 0 : k === -d || (k !== d && left < right) ? right : left + 1;
      let x = from;
      while (x < lengthBefore && x - k < lengthNow && before[start + x] === now[start + x - k]) x++;
      if (x >= lengthBefore && x - k >= lengthNow) return trace;
      compared += x - from + 1;
      next[k + d + 2] = x;
    }
    reached = next;
  }
  return undefined;
}
