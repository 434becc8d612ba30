// Work that could be done once. In: CPU for compiling regular expressions, for JSON and for reflection, within requests;
// the source of the callers. Out: one finding a line. An expression that is written in the source need not be compiled
// by each request; JSON is a service's work, so it must be most of the CPU to be worth a word.

import type { GroupFrame } from '../../goroutine/groups';
import { percentText, shortName, sourceEvidence } from '../evidence';
import { causes } from '../facts/cpu';
import { isInRequest } from '../facts/roles';
import { byPlace } from '../facts/stacks';
import { type Draft, type Rule, weightOf } from '../rule';

interface Kind {
  readonly what: string;
  readonly fits: (frames: readonly GroupFrame[]) => boolean;
  /** Of the CPU. */
  readonly suspect: number;
  readonly advice: string;
}

const kinds: readonly Kind[] = [
  {
    what: 'compiles regular expressions',
    fits: causes.regexpCompile,
    suspect: 0.05,
    advice: 'Compile the expression once, in a package variable: regexp.MustCompile at the top of the file.',
  },
  {
    what: 'encodes and decodes JSON',
    fits: causes.json,
    suspect: 0.5,
    advice: 'Send less, keep what was encoded, or generate the code for the types that matter.',
  },
];

export const repeatedWork: Rule = {
  id: 'repeated-work-in-handler',
  summary: 'Handlers do again what could be done once, such as compiling a regular expression',
  docs: 'https://pkg.go.dev/regexp#MustCompile',
  async find(facts, code) {
    const { cpu } = facts;
    if (cpu === undefined) return [];
    const drafts: Draft[] = [];
    for (const { what, fits, suspect, advice } of kinds) {
      const use = cpu.use((frames) => fits(frames) && isInRequest(frames));
      if (use.share < suspect || use.value < 5e7) continue;
      const [top] = byPlace(use.rows, ({ frames }) => {
        const place = facts.owners.innermost(frames);
        return place === undefined ? undefined : { key: `${place.file}:${place.line}`, place };
      });
      const share = top.value / cpu.stacks.total;
      const isRegexp = fits === causes.regexpCompile;
      const constant = isRegexp ? await code.repeatedWorkAt(top.place) : null;
      drafts.push({
        grade: constant ? 'proven' : isRegexp ? 'likely' : 'suspect',
        title: `${shortName(top.place.function)} ${what} for each request`,
        detail: `${percentText(share)} of the CPU goes into it here, ${percentText(use.share)} in all handlers.`,
        place: top.place,
        evidence: [
          {
            profile: 'cpu',
            text: `${percentText(share)} of the CPU.`,
            value: top.value,
            unit: 'nanoseconds',
            share,
            frames: top.rows[0].frames.slice(0, 24),
          },
          ...(constant ? [sourceEvidence('What is compiled is a constant.', constant)] : []),
        ],
        refute: 'What is compiled or encoded differs from request to request.',
        advice,
        weight: weightOf(share, 0.2),
        explains: [`work:${top.place.file}:${top.place.line}`, `allocations:${top.place.function}`],
      });
    }
    return drafts;
  },
};
