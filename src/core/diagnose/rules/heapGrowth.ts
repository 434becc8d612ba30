// Memory that is only added to. In: what is alive after a collection, at both looks, by the line that allocated it; the
// source of that line. Out: one finding a line. A cache that warms up grows as well, so the profiles alone are a
// suspicion; a map or a slice that nothing takes from is more.

import { percentText, shortName, shown, sizeText, sourceEvidence } from '../evidence';
import { type Draft, type Rule, weightOf } from '../rule';

const muchBytes = 4e6;
/** Of what was alive before. */
const muchShare = 0.15;

export const heapGrowth: Rule = {
  id: 'heap-growth',
  summary: 'Memory that one line allocates is kept, and gets more',
  docs: 'https://go.dev/doc/gc-guide',
  async find(facts, code) {
    const { heap } = facts;
    if (heap === undefined || heap.before === null) return [];
    const drafts: Draft[] = [];
    for (const { place, before, now, frames, objects, objectsBefore } of heap.places.slice(0, 5)) {
      const grown = now - before;
      // One sample of the heap profile stands for half a megabyte, so a few of them are chance.
      if (grown < muchBytes || grown < muchShare * heap.before || objects <= objectsBefore) continue;
      const container = (await code.growingIn(place)) ?? undefined;
      drafts.push({
        grade: container === undefined ? 'suspect' : 'likely',
        title:
          container === undefined
            ? `What ${shortName(place.function)} allocates is kept`
            : `${container.name} only grows`,
        detail: `${sizeText(now)} from this line are alive after a collection, ${sizeText(before)} before: ${percentText(grown / heap.before)} of the whole heap more while we looked.`,
        place: container ?? place,
        evidence: [
          {
            profile: 'heap',
            text: `${sizeText(now)} in ${Math.round(objects)} objects now, ${sizeText(before)} in ${Math.round(objectsBefore)} before.`,
            value: now,
            unit: 'bytes',
            share: heap.now === 0 ? null : now / heap.now,
            frames: shown(frames),
          },
          ...(container === undefined
            ? []
            : [
                sourceEvidence(
                  `${container.name} is added to here, and nothing in the package takes from it.`,
                  container,
                ),
              ]),
        ],
        refute: 'It is a cache that fills up to a limit, or a job that ends: capture again later, and compare.',
        advice: 'Give it a limit or an expiry; keep copies of small parts instead of slices of large buffers.',
        weight: weightOf(grown, 5e7),
        explains: [`retained:${place.file}:${place.line}`],
      });
    }
    return drafts;
  },
};
