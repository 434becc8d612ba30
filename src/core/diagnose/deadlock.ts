// Who waits for whom. In: goroutines that wait for a lock, each with the locks that its callers hold. Out: the rings among
// them: each waits for a lock that the next one holds. Invariants: a ring of one is a goroutine that waits for itself;
// each ring is told once, however many goroutines are in it.

export interface LockWaiter {
  /** Names the waiter in the answer. */
  readonly id: number;
  readonly wants: string;
  readonly holds: readonly string[];
}

/** Shortest rings first; waiters of a ring in the order in which they wait for each other. */
export function ringsOf(waiters: readonly LockWaiter[]): readonly (readonly number[])[] {
  const rings: number[][] = [];
  const inRing = new Set<number>();
  for (const start of waiters) {
    if (inRing.has(start.id)) continue;
    const ring = ringFrom(start, waiters);
    if (ring === undefined) continue;
    rings.push(ring);
    for (const id of ring) inRing.add(id);
  }
  return rings.sort((a, b) => a.length - b.length);
}

/** Breadth first, so the shortest way back to the start. */
function ringFrom(start: LockWaiter, waiters: readonly LockWaiter[]): number[] | undefined {
  const ways = new Map<number, readonly number[]>([[start.id, [start.id]]]);
  const byId = new Map(waiters.map((waiter) => [waiter.id, waiter]));
  for (const [id, way] of ways) {
    const { wants } = byId.get(id)!;
    if (start.holds.includes(wants)) return [...way];
    for (const next of waiters) {
      if (!ways.has(next.id) && next.holds.includes(wants)) ways.set(next.id, [...way, next.id]);
    }
  }
  return undefined;
}
