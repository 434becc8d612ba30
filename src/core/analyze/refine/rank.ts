// Group numbers in order of size. In: a total for each group. Out: numbers by magnitude, smallest first.
// Invariant: of equal ones the later comes first, so that reading backwards gives the order of first sight.

const few = 32;

/** @param rank filled from its beginning */
export function rankBySize(totals: Float64Array, groups: number, rank: Int32Array): void {
  if (groups > few) {
    const view = rank.subarray(0, groups);
    for (let g = 0; g < groups; g++) view[g] = g;
    view.sort((a, b) => Math.abs(totals[a]) - Math.abs(totals[b]) || b - a);
    return;
  }
  for (let g = 0; g < groups; g++) {
    const size = Math.abs(totals[g]);
    let r = g;
    for (; r > 0 && Math.abs(totals[rank[r - 1]]) >= size; r--) rank[r] = rank[r - 1];
    rank[r] = g;
  }
}
