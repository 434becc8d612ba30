// A recursion that runs away. In: CPU stacks, the shares of growing stacks. Out: one finding a function. Seen: one
// function on a stack dozens of times, the stack cut by the profile, and runtime.newstack with copystack, since stacks
// that grow to megabytes are copied each time they double.

import { counted } from '../../../base/counted';
import { percentText, shortName, shown, sourceEvidence } from '../evidence';
import { causes } from '../facts/cpu';
import { depthsOf, recursionsOf } from '../facts/depth';
import { type Draft, type Rule, weightOf } from '../rule';

export const recursion: Rule = {
  id: 'runaway-recursion',
  summary: 'A function calls itself far deeper than its data should be',
  docs: 'https://go.dev/doc/faq#stack_or_heap',
  async find(facts, code) {
    const { cpu } = facts;
    if (cpu === undefined) return [];
    const growth = cpu.use(causes.stackGrowth);
    const depths = depthsOf(cpu.stacks);
    const drafts: Draft[] = [];
    for (const one of recursionsOf(cpu.stacks, facts.owners)) {
      const { place, repeats, share, isCut, frames, value } = one;
      if (value < 3e7 || share < 0.03) continue;
      const source = await code.recursionIn(place);
      const isRunaway = isCut && share >= 0.05 && source?.isBounded !== true;
      drafts.push({
        grade: !isRunaway ? 'suspect' : source?.isBounded === false ? 'proven' : 'likely',
        title: `${shortName(place.function)} calls itself without end in sight`,
        detail: `It is on one stack ${isCut ? 'more than ' : ''}${repeats} times. ${percentText(share)} of the CPU is spent below it${isCut ? ', and the stacks are deeper than a profile keeps' : ''}. ${
          growth.share < 0.02 ? '' : `${percentText(growth.share)} of the CPU goes into growing stacks. `
        }Data that contains itself, or a list handled as a tree, looks like this.`,
        place,
        evidence: [
          {
            profile: 'cpu',
            text: `${shortName(place.function)} is ${counted(repeats, 'time')} on one stack${isCut ? ', where the profile cut it' : ''}; half of all stacks have at most ${depths.median} frames.`,
            value,
            unit: 'nanoseconds',
            share,
            frames: shown(frames),
          },
          ...(source?.isBounded === false
            ? [sourceEvidence('Nothing in the arguments of this call gets less.', source.call)]
            : []),
        ],
        refute: 'The data is that deep, and is meant to be.',
        advice:
          'Remember what was visited (a set), bound the depth with an error instead of a guard that goes on, or keep a list of what is left to do instead of calling.',
        weight: weightOf(share, 0.2),
        explains: [`recursion:${place.function}`],
      });
    }
    return drafts;
  },
};
