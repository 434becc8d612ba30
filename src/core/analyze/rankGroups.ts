// Groups in order of size. In: a total and a frame for each group. Out: numbers of groups by magnitude, smallest first.
// Invariant: of equal ones that with the larger FrameIndex comes first, so that reading backwards gives the order of
// siblings in a call tree, whichever way it was made.

const few = 32;

/** @param rank filled from its beginning */
export function rankGroups(totals: Float64Array, frames: Int32Array, groups: number, rank: Int32Array): void {
  if (groups > few) {
    const view = rank.subarray(0, groups);
    for (let g = 0; g < groups; g++) view[g] = g;
    view.sort((a, b) => Math.abs(totals[a]) - Math.abs(totals[b]) || frames[b] - frames[a]);
    return;
  }
  for (let g = 0; g < groups; g++) {
    const size = Math.abs(totals[g]);
    let r = g;
    for (; r > 0; r--) {
      const before = Math.abs(totals[rank[r - 1]]);
      if (before < size || (before === size && frames[rank[r - 1]] > frames[g])) break;
      rank[r] = rank[r - 1];
    }
    rank[r] = g;
  }
}
