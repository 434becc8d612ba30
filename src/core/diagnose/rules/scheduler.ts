// The scheduler under pressure. In: CPU for finding and switching goroutines. Out: one finding, a suspicion: many short waits
// make it, and so does a machine that is idle most of the time, where looking for work is all there is to do.

import { percentText, shown } from '../evidence';
import { causes } from '../facts/cpu';
import { type Draft, type Rule, weightOf } from '../rule';

const muchShare = 0.3;
/** Below this the machine idles, and looking for work costs nobody anything. */
const busyCores = 0.7;

export const scheduler: Rule = {
  id: 'scheduler-pressure',
  summary: 'Much of the CPU goes into switching between goroutines',
  docs: 'https://go.dev/doc/diagnostics',
  find(facts) {
    const { cpu } = facts;
    const use = cpu?.use(causes.scheduler);
    if (cpu === undefined || use === undefined || use.share < muchShare || cpu.cores < busyCores)
      return Promise.resolve([]);
    const draft: Draft = {
      grade: 'suspect',
      title: 'Much of the CPU goes into switching between goroutines',
      detail: `${percentText(use.share)} of the CPU is spent in the scheduler, ${use.cores.toFixed(1)} cores of it; system calls take ${percentText(cpu.use(causes.systemCalls).share)}, C code ${percentText(cpu.use(causes.cgo).share)}.`,
      place: undefined,
      evidence: [
        {
          profile: 'cpu',
          text: `${percentText(use.share)} in the scheduler.`,
          value: use.value,
          unit: 'nanoseconds',
          share: use.share,
          frames: shown(use.rows[0].frames),
        },
      ],
      refute: 'The machine idles, and the scheduler looks for work.',
      advice:
        'Hand work over in larger pieces (batches instead of one channel operation a value), and use fewer goroutines for short tasks.',
      weight: weightOf(use.share, 0.5),
      explains: ['scheduler'],
    };
    return Promise.resolve([draft]);
  },
};
