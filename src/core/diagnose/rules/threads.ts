// Too many threads. In: the threadcreate profile, goroutines in system calls and C code. Out: one finding. A goroutine in a
// blocking system call or in C keeps a thread to itself; Go never gives threads back.

import { counted } from '../../../base/counted';
import { shortName, shown } from '../evidence';
import { keyOfSite } from '../leakSites';
import { type Draft, type Rule, weightOf } from '../rule';

const suspectThreads = 150;
const likelyThreads = 1000;

export const threads: Rule = {
  id: 'too-many-threads',
  summary: 'System calls or C code have made the service start very many threads',
  docs: 'https://pkg.go.dev/runtime/debug#SetMaxThreads',
  find(facts) {
    const { threads: found } = facts;
    if (found === undefined || found.count < suspectThreads) return Promise.resolve([]);
    const held = found.held.filter(({ place }) => place !== undefined);
    const top = held.at(0);
    const draft: Draft = {
      grade: found.count >= likelyThreads ? 'likely' : 'suspect',
      title:
        top?.place === undefined
          ? 'The service has started very many threads'
          : `${shortName(top.place.function)} keeps threads in ${top.wait === 'cgo' ? 'C code' : 'system calls'}`,
      detail: `${counted(found.count, 'thread')} were started so far, and Go does not end them. The limit is 10 000, where the program is ended.`,
      place: top?.place,
      evidence: [
        {
          profile: 'threadcreate',
          text: `${counted(found.count, 'thread')} so far.`,
          value: found.count,
          unit: 'threads',
          share: null,
          frames: [],
        },
        ...held.slice(0, 3).map((site) => ({
          profile: 'goroutine',
          text: `${counted(site.now, 'goroutine')} in state ${site.state ?? site.wait}.`,
          value: site.now,
          unit: 'goroutines',
          share: null,
          frames: shown(site.frames),
        })),
      ],
      refute: 'It was one burst long ago: then no goroutine is in a system call now.',
      advice:
        'Bound the calls that block (a semaphore), use the net package for what can be polled, and keep C calls short.',
      weight: weightOf(found.count, likelyThreads),
      explains: held.map(keyOfSite),
    };
    return Promise.resolve([draft]);
  },
};
