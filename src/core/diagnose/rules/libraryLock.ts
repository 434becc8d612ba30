// Locks inside libraries: loggers, pools, random numbers. In: waits for locks that the program does not take itself. Out:
// one finding a library function. Seen: the delay is under sync.(*Mutex).Lock below log.(*Logger).output, a slog
// handler, sync.(*Pool).pinSlow and the like.

import type { GroupFrame } from '../../goroutine/groups';
import { durationText, shortName, shown } from '../evidence';
import { operationOf } from '../facts/waits';
import { byPlace } from '../facts/stacks';
import { type Draft, type Rule, weightOf } from '../rule';

/** Goroutines that wait on average. */
const suspectWaiting = 0.1;
const likelyWaiting = 0.4;

interface Kind {
  readonly id: RegExp;
  readonly what: string;
  readonly advice: string;
}

const kinds: readonly Kind[] = [
  {
    id: /^log(\/slog)?\.|^go\.uber\.org\/zap|^github\.com\/(sirupsen\/logrus|rs\/zerolog)/,
    what: 'the logger',
    advice: 'Log less in the hot path, or through a buffered writer: every line is written under one lock.',
  },
  {
    id: /^sync\.\(\*Pool\)\./,
    what: 'a sync.Pool',
    advice:
      'Make one Pool for all calls instead of one each, and put values back: a Pool that is made anew has a lock to take.',
  },
  {
    id: /^math\/rand\./,
    what: 'the random source',
    advice: 'Use math/rand/v2, whose functions take no lock, or a source for each goroutine.',
  },
];

export const libraryLock: Rule = {
  id: 'library-lock-contention',
  summary: "Goroutines queue for a library's lock, such as the logger's",
  docs: 'https://go.dev/doc/diagnostics',
  find(facts) {
    const { waits } = facts;
    if (waits?.seconds === undefined) return Promise.resolve([]);
    const { seconds } = waits;
    const rows = waits.stacks.rows.filter(({ frames }) => ['lock', 'rlock'].includes(operationOf(frames)));
    const found = byPlace(rows, ({ frames }) => {
      const kind = kindOf(frames, facts.owners.called(frames));
      const place = facts.owners.innermost(frames);
      return kind === undefined || place === undefined ? undefined : { key: kind.what, place: { kind, place } };
    });
    const drafts = found.flatMap(({ place: { kind, place }, value, count, rows: own }): Draft[] => {
      const waiting = value / 1e9 / seconds;
      if (waiting < suspectWaiting || count < 5) return [];
      return [
        {
          grade: waiting >= likelyWaiting ? 'likely' : 'suspect',
          title: `Goroutines queue for ${kind.what}`,
          detail: `${Math.round(count)} waits for the lock of ${kind.what}, ${durationText(value / count)} each: on average ${waiting.toFixed(1)} goroutines were queueing, most of them in ${shortName(place.function)}.`,
          place,
          evidence: [
            {
              profile: 'block',
              text: `${durationText(value)} of waiting in all.`,
              value,
              unit: 'nanoseconds',
              share: value / waits.stacks.total,
              frames: shown(own[0].frames),
            },
          ],
          refute: 'It was a burst: capture again with more --seconds.',
          advice: kind.advice,
          weight: weightOf(waiting, 2),
          explains: [`library lock:${kind.what}`],
        },
      ];
    });
    return Promise.resolve(drafts);
  },
};

function kindOf(frames: readonly GroupFrame[], called: GroupFrame | undefined): Kind | undefined {
  if (called === undefined || /^sync\.\(\*(RW)?Mutex\)/.test(called.function)) return undefined;
  const inner = frames.slice(0, frames.indexOf(called) + 1);
  return kinds.find(({ id }) => inner.some(({ function: name }) => id.test(name)));
}
