// Groups in order of size. In: a total and a frame for each group. Out: numbers of groups by magnitude, smallest first.
// Invariant: of equal ones that with the larger FrameIndex comes first, so that reading backwards gives the order of
// siblings in a call tree, whichever way it was made.
//
// A Shell sort: for the few children that most nodes have it is an insertion sort, and the thousands that a root may have
// go the same way, so that V8 need not throw away what it has compiled when it meets them.

/** @param rank filled from its beginning */
export function rankGroups(totals: Float64Array, frames: Int32Array, groups: number, rank: Int32Array): void {
  for (let g = 0; g < groups; g++) rank[g] = g;
  sortGroups(totals, frames, rank, 0, groups);
}

/** Sorts the numbers of groups in list[begin, end). */
export function sortGroups(
  totals: Float64Array,
  frames: Int32Array,
  list: Int32Array,
  begin: number,
  end: number,
): void {
  let gap = 1;
  while (9 * gap < end - begin) gap = 3 * gap + 1;
  for (; gap > 0; gap = (gap / 3) | 0) sortEvery(gap, totals, frames, list, begin, end);
}

/** An insertion sort of those that are `gap` apart. */
function sortEvery(
  gap: number,
  totals: Float64Array,
  frames: Int32Array,
  list: Int32Array,
  begin: number,
  end: number,
): void {
  const first = begin + gap;
  for (let i = first; i < end; i++) {
    const group = list[i];
    const size = Math.abs(totals[group]);
    let at = i;
    for (; at >= first; at -= gap) {
      const other = list[at - gap];
      const before = Math.abs(totals[other]);
      if (before < size || (before === size && frames[other] > frames[group])) break;
      list[at] = other;
    }
    list[at] = group;
  }
}
