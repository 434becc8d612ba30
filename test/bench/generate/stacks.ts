// Stacks of a program: biased walks over its call graph. In: a Program. Out: distinct stacks with how
// often each was met, in shuffled order (a real CPU profile has no locality either).

import type { Program } from './program';
import type { Random } from './random';

const maxDepth = 128;

export interface Stacks {
  readonly count: number;
  /** CSR into `site`, root first. */
  readonly offset: Float64Array;
  readonly site: Int32Array;
  readonly times: Int32Array;
  /** The order in which to write them. */
  readonly order: Uint32Array;
}

export function generateStacks(random: Random, program: Program, wanted: number, meanDepth: number): Stacks {
  const walker = new Walker(random, program, meanDepth);
  let site = new Int32Array(Math.ceil(wanted * meanDepth * 1.15) + 4096);
  const offset = new Float64Array(wanted + 1);
  const times = new Int32Array(wanted);
  let used = 0;
  let count = 0;
  let capacity = 1;
  while (capacity < wanted * 2.2) capacity *= 2;
  const table = new Int32Array(capacity);
  for (let attempt = 0; count < wanted && attempt < wanted * 12; attempt++) {
    const depth = walker.walk();
    let hash = 0x811c9dc5;
    for (let i = 0; i < depth; i++) {
      hash = Math.imul(hash ^ walker.stack[i], 0x01000193);
      hash ^= hash >>> 13;
    }
    let slot = (hash ^ (hash >>> 16)) & (capacity - 1);
    let known = -1;
    for (; table[slot] !== 0; slot = (slot + 1) & (capacity - 1)) {
      const candidate = table[slot] - 1;
      if (offset[candidate + 1] - offset[candidate] !== depth) continue;
      let i = 0;
      while (i < depth && site[offset[candidate] + i] === walker.stack[i]) i++;
      if (i === depth) {
        known = candidate;
        break;
      }
    }
    if (known >= 0) {
      times[known]++;
      continue;
    }
    if (used + depth > site.length) {
      const larger = new Int32Array(Math.ceil(site.length * 1.3));
      larger.set(site);
      site = larger;
    }
    site.set(walker.stack.subarray(0, depth), used);
    used += depth;
    times[count++] = 1;
    offset[count] = used;
    table[slot] = count;
  }
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.word() % (i + 1);
    const other = order[j];
    order[j] = order[i];
    order[i] = other;
  }
  return { count, offset, site, times, order };
}

class Walker {
  /** Call sites of the last walk, root first. */
  readonly stack = new Int32Array(maxDepth + 16);
  private readonly entries: readonly (readonly number[])[];

  constructor(
    private readonly random: Random,
    private readonly program: Program,
    private readonly meanDepth: number,
  ) {
    const own = (): number =>
      program.firstOwnFunction + random.below(program.functionName.length - program.firstOwnFunction);
    // As in a service: main, request goroutines, workers of its own.
    this.entries = Array.from({ length: 12 }, (_, i) => (i === 0 ? [0, 1] : i < 5 ? [2] : [own()]));
  }

  /** Fills `stack`; returns its depth. */
  walk(): number {
    const { random, program, stack } = this;
    const kind = random.unit();
    if (kind < 0.05) {
      // The garbage collector and the scheduler.
      stack[0] = program.firstLeafSite + (kind < 0.03 ? 3 : 4) * 3;
      return this.tail(random.pick(program.tails), 1);
    }
    const entry = this.entries[Math.floor(this.entries.length * random.unit() ** 2)];
    let want = Math.round(this.meanDepth + random.normal() * this.meanDepth * 0.3);
    want = Math.min(maxDepth - 8, Math.max(3, want));
    const tail = random.unit() < 0.35 ? random.pick(program.tails) : undefined;
    if (tail !== undefined) want -= tail.length;
    let depth = 0;
    if (entry.length === 2) stack[depth++] = program.siteOffset[0];
    let f = entry[entry.length - 1];
    while (depth < want - 1) {
      const begin = program.siteOffset[f];
      const end = program.siteOffset[f + 1];
      if (begin === end) break;
      // Trunk frames are strongly biased, the last ones diverse.
      const point = want - depth > 6 ? random.unit() ** 5 : random.unit();
      let s = begin;
      while (s < end - 1 && program.siteShare[s] < point) s++;
      stack[depth++] = s;
      f = program.siteCallee[s];
    }
    if (tail === undefined) {
      stack[depth++] = this.leafSite(f);
      return depth;
    }
    const begin = program.siteOffset[f];
    const end = program.siteOffset[f + 1];
    stack[depth++] = begin < end ? begin + random.below(end - begin) : this.leafSite(f);
    return this.tail(tail, depth);
  }

  private tail(functions: readonly number[], from: number): number {
    functions.forEach((f, i) => (this.stack[from + i] = this.leafSite(f)));
    return from + functions.length;
  }

  private leafSite(f: number): number {
    const r = this.random.word() % 10;
    return this.program.firstLeafSite + f * 3 + (r < 6 ? 0 : r < 9 ? 1 : 2);
  }
}
