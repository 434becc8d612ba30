// Which kinds of goroutines are in which functions. In: kinds and groups of functions (a declaration and the literals in
// it are one). Out: for each group the keys of the kinds that have it on the stack. Invariant: a kind counts once for a
// group, however often its stack passes it; of very many kinds the largest are looked at, as core/goroutine/growthSeries.ts
// keeps no more.

import type { Profile } from '../profile/profile';
import type { GoroutineKinds } from './goroutineKinds';
import { mostKinds } from './growthSeries';

/** @param groupOf group of each FunctionIndex, -1 for none */
export function kindsOfFunctions(
  { samples, locations }: Profile,
  { kinds }: GoroutineKinds,
  groupOf: Int32Array,
  groups: number,
): number[][] {
  const keys = Array.from({ length: groups }, (): number[] => []);
  const largest = kinds.length <= mostKinds ? kinds : kinds.toSorted((a, b) => b.count - a.count).slice(0, mostKinds);
  for (const { key, sample } of largest) {
    for (let i = samples.stackOffset[sample]; i < samples.stackOffset[sample + 1]; i++) {
      const location = samples.stackLocation[i];
      for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
        const group = locations.lineFunction[l] < 0 ? -1 : groupOf[locations.lineFunction[l]];
        if (group >= 0 && keys[group].at(-1) !== key) keys[group].push(key);
      }
    }
  }
  return keys;
}
