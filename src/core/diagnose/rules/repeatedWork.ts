// Work that could be done once. In: CPU for compiling regular expressions, for parsing templates and for JSON, within
// requests; the source of the callers. Out: one finding a line. An expression that is written in the source need not be compiled
// by each request; JSON is a service's work, so it must be most of the CPU to be worth a word.

import type { GroupFrame } from '../../goroutine/groups';
import { percentText, shortName, shown, sourceEvidence } from '../evidence';
import { causes } from '../facts/cpu';
import { isInRequest } from '../facts/roles';
import { byPlace, stacksOf, type Sum, sumOf } from '../facts/stacks';
import type { Evidence } from '../finding';
import { type Draft, type Rule, weightOf } from '../rule';

interface Kind {
  readonly what: string;
  readonly fits: (frames: readonly GroupFrame[]) => boolean;
  /** Of the CPU; four times this of what is allocated. */
  readonly suspect: number;
  /** The same each time, most likely; else it is what a service is for. */
  readonly isOnceEnough: boolean;
  readonly advice: string;
}

const kinds: readonly Kind[] = [
  {
    what: 'compiles regular expressions',
    fits: causes.regexpCompile,
    suspect: 0.05,
    isOnceEnough: true,
    advice: 'Compile the expression once, in a package variable: regexp.MustCompile at the top of the file.',
  },
  {
    what: 'parses templates',
    fits: causes.templateParse,
    suspect: 0.05,
    isOnceEnough: true,
    advice:
      'Parse the template once, in a package variable: template.Must(…) at the top of the file. An html/template also looks through its HTML again at the first Execute after it was parsed.',
  },
  {
    what: 'encodes and decodes JSON',
    fits: causes.json,
    suspect: 0.5,
    isOnceEnough: false,
    advice: 'Send less, keep what was encoded, or generate the code for the types that matter.',
  },
];

export const repeatedWork: Rule = {
  id: 'repeated-work-in-handler',
  summary: 'Handlers do again what could be done once, such as compiling a regular expression',
  docs: 'https://pkg.go.dev/regexp#MustCompile',
  async find(facts, code) {
    const allocs = facts.profiles.window('allocs') ?? facts.profiles.window('heap');
    const bytes = allocs === undefined ? undefined : stacksOf(allocs.profile, 'alloc_space');
    const drafts: Draft[] = [];
    for (const { what, fits, suspect, isOnceEnough, advice } of kinds) {
      const inHandlers = (frames: readonly GroupFrame[]): boolean => fits(frames) && isInRequest(frames);
      const work = facts.cpu?.use(inHandlers);
      const memory = bytes === undefined ? undefined : sumOf(bytes, inHandlers);
      const isWork = work !== undefined && work.share >= suspect && work.value >= 5e7;
      // A short profile has few samples of the CPU; what is allocated is counted more exactly.
      const isMemory = memory !== undefined && memory.share >= 4 * suspect && memory.value >= 1e7;
      if (!isWork && !isMemory) continue;
      const [top] = byPlace(isWork ? work.rows : (memory?.rows ?? []), ({ frames }) => {
        const place = facts.owners.innermost(frames);
        return place === undefined ? undefined : { key: `${place.file}:${place.line}`, place };
      });
      const constant = isOnceEnough ? await code.repeatedWorkAt(top.place) : null;
      const shares = [
        ...(work === undefined ? [] : [`${percentText(work.share)} of the CPU`]),
        ...(memory === undefined ? [] : [`${percentText(memory.share)} of what is allocated`]),
      ];
      drafts.push({
        grade: constant ? 'proven' : isOnceEnough ? 'likely' : 'suspect',
        title: `${shortName(top.place.function)} ${what} for each request`,
        detail: `It costs ${shares.join(' and ')}, most of it here.`,
        place: top.place,
        evidence: [
          ...(work === undefined ? [] : [evidenceOf('cpu', work, 'nanoseconds')]),
          ...(memory === undefined ? [] : [evidenceOf('allocs', memory, 'bytes')]),
          ...(constant ? [sourceEvidence('What it is made from is a constant.', constant)] : []),
        ],
        refute: 'What is compiled, parsed or encoded differs from request to request.',
        advice,
        weight: weightOf(Math.max(work?.share ?? 0, memory?.share ?? 0), 0.2),
        explains: [`work:${top.place.file}:${top.place.line}`, `allocations:${top.place.function}`],
      });
    }
    return drafts;
  },
};

function evidenceOf(profile: 'cpu' | 'allocs', { value, share, rows }: Sum, unit: string): Evidence {
  const top = [...rows].sort((a, b) => b.value - a.value).at(0);
  const of = profile === 'cpu' ? 'the CPU' : 'what is allocated';
  return {
    profile,
    text: `${percentText(share)} of ${of} in all handlers.`,
    value,
    unit,
    share,
    frames: shown(top?.frames ?? []),
  };
}
