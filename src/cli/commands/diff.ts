// `heatline diff`. In: a base and a profile, or several of each. Out: what grew and shrank: of two profiles as `heatline top
// --diff_base BASE FILE`; of repeated ones, or with limits, what has changed by more than noise.

import type { Command } from '../command';
import { asksForComparison, comparisonOptions, printComparison } from '../comparison';
import { filesOfSide } from '../profileSides';
import { refineOptions } from '../refineOptions';
import { UsageError } from '../usageError';
import { printTop } from './top';

export const diffCommand: Command = {
  name: 'diff',
  summary: 'Compare two profiles, or several of before and now: what grew, what shrank',
  synopsis: [
    'BASE FILE [options] [--json]',
    '--base A1 --base A2 --base A3 B1 B2 B3 [--max-increase POINTS] [--max-growth PERCENT]',
  ],
  options: {
    ...refineOptions,
    base: {
      type: 'text',
      value: 'F',
      repeat: true,
      help: 'A profile of before: give several, with commas between them, or a folder',
    },
    ...comparisonOptions,
    json: { type: 'flag', help: 'Print one JSON object: {…,"rows":[…]}' },
  },
  notes: [
    'Values are FILE minus BASE; percentages are of BASE. Use --normalize when BASE ran longer or shorter.',
    `With limits or several profiles a side, each function gets an interval, and only what is outside of noise counts.
Costs are cum, or with --flat the function's own. Noise is what the profiler's sampling explains, and what profiles of one side differ by: give three or more of each.
A limit alone compares BASE with the other files; 1 is the exit code when a function is over all limits given.`,
  ],
  run: async (args, io) => {
    const bases = args.texts('base');
    const [first, ...rest] = args.positionals;
    const [baseWords, words] = bases.length > 0 ? [bases, args.positionals] : [[first], rest];
    if (words.length === 0) throw new UsageError(bases.length > 0 ? 'Compare with what?' : 'Which two files?');
    const base = await filesOfSide(baseWords, args.text('profile'));
    const now = await filesOfSide(words, args.text('profile'));
    const isRepeated = base.length > 1 || (bases.length > 0 && now.length > 1);
    if (isRepeated || asksForComparison(args)) return printComparison(base, now, args, io);
    return printTop(args, io, now, base, []);
  },
};
