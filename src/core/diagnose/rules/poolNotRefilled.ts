// A sync.Pool that only gives. In: allocations under (*Pool).Get, the source of whoever called it. Out: one finding a
// function. Seen: nearly every Get has to make a new value, and a way out of the function does not put it back. After
// each collection a healthy pool makes new ones too, so without the source nothing is said.

import { secondsText, shortName, shown, sizeText, sourceEvidence } from '../evidence';
import { byPlace } from '../facts/stacks';
import { type Draft, type Rule, weightOf } from '../rule';

const poolGet = 'sync.(*Pool).Get';
/** A second; less is not worth a pool. */
const muchBytes = 1e6;
const muchObjects = 20;

export const poolNotRefilled: Rule = {
  id: 'pool-not-refilled',
  summary: 'Values are taken from a sync.Pool and not put back, so each one is made anew',
  docs: 'https://pkg.go.dev/sync#Pool',
  async find({ allocations, owners }, code) {
    if (allocations?.seconds === undefined) return [];
    const { seconds } = allocations;
    const rows = allocations.functions
      .flatMap(({ lines }) => lines.flatMap((line) => line.rows))
      .filter(({ frames }) => frames.some((frame) => frame.function === poolGet));
    const takers = byPlace(rows, ({ frames }) => {
      const taker = owners.own(frames.slice(frames.findLastIndex((frame) => frame.function === poolGet))).at(0);
      return taker === undefined ? undefined : { key: `${taker.function}\0${taker.file}`, place: taker };
    });
    const drafts: Draft[] = [];
    for (const { place, value, count, rows: own } of takers) {
      if (value / seconds < muchBytes || count / seconds < muchObjects) continue;
      const open = await code.unreturnedIn(place);
      if (open === undefined || open === null) continue;
      const maker = owners.innermost(own[0].frames);
      drafts.push({
        grade: 'likely',
        title: `${shortName(place.function)} takes from a sync.Pool and does not put back`,
        detail: `The pool made ${Math.round(count)} new values for it in ${secondsText(seconds)}, ${sizeText(value / seconds)} a second: without Put it has none to give.`,
        place: open,
        evidence: [
          {
            profile: 'allocs',
            text: `${sizeText(value)} in ${Math.round(count)} objects made by the pool's New within ${secondsText(seconds)}.`,
            value,
            unit: 'bytes',
            share: allocations.bytes === 0 ? null : value / allocations.bytes,
            frames: shown(own[0].frames),
          },
          sourceEvidence('A way out here does not put the value back.', open),
        ],
        refute: 'The value is kept for longer on purpose, and another function puts it back.',
        advice:
          'Write `defer pool.Put(x)` behind the Get, after a Reset; leave out values that have grown very large, as those stay in memory.',
        weight: weightOf(value / seconds, 2e7),
        explains: [...(maker === undefined ? [] : [`allocations:${maker.function}`]), `allocations:${place.function}`],
      });
    }
    return drafts;
  },
};
