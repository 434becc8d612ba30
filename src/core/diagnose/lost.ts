// Goroutines that nothing can wake: leak detection by the dump and the source, for one goroutine as well as for thousands,
// without growth, load or a second look. In: sites of a dump, the source. Out: keys of the lost sites. Invariants: at
// first all that wait for each other are taken for lost, then whoever can still be woken is taken out, until nothing
// changes, as Go's own detection does with memory; whoever waits for time, the network or a system call can be woken.

import type { WaitClass } from '../goroutine/waitReason';
import type { Code } from './codeQuestions';
import type { Facts } from './facts/facts';
import type { Site } from './facts/sites';

const waitsForOthers: ReadonlySet<WaitClass> = new Set([
  'chan send',
  'chan receive',
  'nil chan',
  'select',
  'empty select',
  'lock',
  'wait group',
  'semaphore',
  'cond',
]);

export async function lostSites({ sites, owners }: Facts, code: Code): Promise<ReadonlySet<string>> {
  // Without states nobody knows who waits.
  if (sites === undefined || !sites.hasStates) return new Set();
  const all = sites.all.filter(({ now }) => now > 0);
  const lost = new Set(all.filter(isCandidate));
  const framesOf = ({ stacks }: Site) => stacks.flatMap((frames) => owners.readable(frames));
  for (let before = -1; before !== lost.size;) {
    before = lost.size;
    const others = all.filter((site) => !lost.has(site)).flatMap(framesOf);
    for (const site of [...lost]) {
      if ((await code.isBeyondReach(site.place!, site.wait, others)) === true) continue;
      lost.delete(site);
      others.push(...framesOf(site));
    }
  }
  return new Set([...lost].filter((site) => !isMeant(site)).map(({ key }) => key));
}

/**
 * Goroutines that a timer wakes for one turn of a loop after the other, and that nobody who is not lost can end. They
 * are at work, so they may well wake others.
 */
export async function turningSites({ sites, owners, lost }: Facts, code: Code): Promise<ReadonlySet<string>> {
  const turning = new Set<string>();
  if (sites === undefined || !sites.hasStates) return turning;
  const all = sites.all.filter(({ now }) => now > 0);
  const alive = all
    .filter(({ key }) => !lost.has(key))
    .flatMap(({ stacks }) => stacks.flatMap((s) => owners.readable(s)));
  for (const site of all) {
    if (site.wait !== 'select' || lost.has(site.key) || !isCandidate(site)) continue;
    if ((await code.isTurningForEver(site.place!, alive)) === true) turning.add(site.key);
  }
  return turning;
}

function isCandidate({ place, wait, role, called }: Site): boolean {
  // What a library waits for inside is the library's.
  const isOwnWait = called === '' || /^(runtime|sync|internal\/sync)\./.test(called) || isGroup(called);
  return place !== undefined && role === undefined && isOwnWait && waitsForOthers.has(wait);
}

function isGroup(called: string): boolean {
  return called === 'golang.org/x/sync/errgroup.(*Group).Wait';
}

/** A program whose main goroutine waits for ever, in a way that says so, has others do its work. */
function isMeant({ frames, wait }: Site): boolean {
  const own = frames.filter(({ function: name }) => !/^(runtime|sync|internal\/sync)\./.test(name));
  if (own.at(-1)?.function !== 'main.main') return false;
  return ['empty select', 'nil chan'].includes(wait) || (own.length === 1 && ['chan receive', 'select'].includes(wait));
}
