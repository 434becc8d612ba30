// How many goroutines there were, each time somebody looked. In: the time and the kinds of a look. Out: the numbers of
// any set of kinds over time, and their growth per minute. Invariants: numbers of a set are the sums of its kinds', so
// growth adds up as well; the newest looks are kept, and of each the largest kinds, so that memory has a bound; nothing here knows what time it is.

import type { GoroutineKind } from './goroutineKinds';

/** 40 looks × 2000 kinds × about 40 bytes of a Map's entry: 3 MB at most. */
const maxLooks = 40;
export const mostKinds = 2000;
/** Three points are the fewest that say more than "it went up once". */
const fewestLooks = 3;

interface Look {
  /** Milliseconds. */
  readonly at: number;
  readonly total: number;
  readonly counts: ReadonlyMap<number, number>;
}

export class GrowthSeries {
  private looks: Look[] = [];
  /** Keys of any look: of a service without two equal stacks a person may ask for many more. */
  private known: ReadonlySet<number> = new Set();

  get count(): number {
    return this.looks.length;
  }

  /** @param at milliseconds, later than the look before */
  add(at: number, kinds: readonly GoroutineKind[]): void {
    const counts = new Map<number, number>();
    const largest = kinds.length <= mostKinds ? kinds : kinds.toSorted((a, b) => b.count - a.count).slice(0, mostKinds);
    for (const { key, count } of largest) counts.set(key, count);
    const total = kinds.reduce((sum, { count }) => sum + count, 0);
    this.looks = [...this.looks, { at, total, counts }].slice(-maxLooks);
    this.known = new Set(this.looks.flatMap((look) => [...look.counts.keys()]));
  }

  /** Numbers of these kinds, oldest first; of all without keys. */
  numbers(keys?: readonly number[]): number[] {
    const known = keys?.filter((key) => this.known.has(key));
    return this.looks.map(({ total, counts }) =>
      known === undefined ? total : known.reduce((sum, key) => sum + (counts.get(key) ?? 0), 0),
    );
  }

  /** Goroutines a minute, by the straight line that fits best; undefined before there is anything to fit. */
  perMinute(keys?: readonly number[]): number | undefined {
    if (this.looks.length < fewestLooks) return undefined;
    return (
      60_000 *
      slope(
        this.looks.map(({ at }) => at),
        this.numbers(keys),
      )
    );
  }
}

/** Least squares; 0 where all are at one time. */
function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let over = 0;
  let under = 0;
  for (let i = 0; i < x.length; i++) {
    over += (x[i] - mx) * (y[i] - my);
    under += (x[i] - mx) ** 2;
  }
  return under === 0 ? 0 : over / under;
}
