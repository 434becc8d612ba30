// Binary search. In: a range of indices and a question whose answer turns from no to yes once in it, or not at all.
// Out: where it turns.

/** The first index in [from, to) for which `holds`; `to` where it holds for none. */
export function firstIndex(from: number, to: number, holds: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
