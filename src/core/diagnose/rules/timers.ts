// Tickers that nothing stops, timers made again and again. In: what time.NewTicker, NewTimer and After allocate, CPU
// spent on timers, the source of the callers. Out: one finding a line, only where the source shows it. Since Go 1.23 the
// collector takes what nobody refers to, so it is a matter of work there, and a leak before.

import { percentText, shortName, shown, sourceEvidence } from '../evidence';
import { byPlace, stacksOf } from '../facts/stacks';
import { type Draft, type Rule, weightOf } from '../rule';

const makers = /^time\.(NewTicker|NewTimer|After|Tick|AfterFunc|newTimer)$/;
/** Allocates timers since Go 1.23, which collects those that nobody refers to. */
const collected = 'time.newTimer';
/** Of all objects that are allocated. */
const muchShare = 0.05;

export const timers: Rule = {
  id: 'timers-not-stopped',
  summary: 'Tickers are not stopped, or time.After makes a timer in each turn of a loop',
  docs: 'https://pkg.go.dev/time#After',
  async find(facts, code) {
    const allocs = facts.profiles.window('allocs') ?? facts.profiles.window('heap');
    if (allocs === undefined) return [];
    const { rows, total } = stacksOf(allocs.profile, 'alloc_objects');
    const own = rows.filter(({ frames }) => frames.slice(0, 4).some(({ function: name }) => makers.test(name)));
    const places = byPlace(own, ({ frames }) => {
      const place = facts.owners.innermost(frames);
      return place === undefined ? undefined : { key: `${place.file}:${place.line}`, place };
    });
    const drafts: Draft[] = [];
    for (const {
      place,
      value,
      rows: [top],
    } of places) {
      if (value < muchShare * total || value < 1000) continue;
      const found = (await code.timersIn(place))?.find(({ line }) => line === place.line);
      if (found === undefined) continue;
      const isCollected = own.some(({ frames }) => frames.some(({ function: name }) => name === collected));
      drafts.push({
        // A ticker that is garbage is only work where the collector takes it.
        grade: isCollected && found.kind === 'ticker' ? 'suspect' : 'likely',
        title:
          found.kind === 'ticker'
            ? `${shortName(place.function)} does not stop its ticker`
            : `${shortName(place.function)} makes a timer in each turn of its loop`,
        detail: `${percentText(value / total)} of all objects allocated are timers from this line. ${
          isCollected
            ? 'This Go collects timers and tickers that nobody refers to (not where go.mod says less than 1.23, or GODEBUG asynctimerchan=1), so it is work for the collector rather than a leak.'
            : 'Before Go 1.23 each stays until it fires, a ticker for ever.'
        }`,
        place: found,
        evidence: [
          {
            profile: 'allocs',
            text: `${Math.round(value)} objects while we looked.`,
            value,
            unit: 'objects',
            share: value / total,
            frames: shown(top.frames),
          },
          sourceEvidence(found.kind === 'ticker' ? 'No Stop on every way out.' : 'time.After stands in a loop.', found),
        ],
        refute: 'The loop turns seldom, and the number was a burst.',
        advice:
          found.kind === 'ticker'
            ? 'Write `defer ticker.Stop()` behind NewTicker.'
            : 'Make one time.Timer before the loop and Reset it, or use a context with a deadline.',
        weight: weightOf(value / total, 0.3),
        explains: [`retained:${place.file}:${place.line}`, `allocations:${place.function}`],
      });
    }
    return drafts;
  },
};
