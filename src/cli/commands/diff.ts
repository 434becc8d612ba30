// `heatline diff`. In: a base and a profile. Out: what grew and shrank, as `heatline top --diff_base BASE FILE`.

import { refineOptions } from '../refineOptions';
import type { Command } from '../command';
import { UsageError } from '../usageError';
import { printTop } from './top';

export const diffCommand: Command = {
  name: 'diff',
  summary: 'Compare two profiles: what grew, what shrank',
  synopsis: ['BASE FILE [options] [--json]'],
  options: {
    ...refineOptions,
    json: { type: 'flag', help: 'Print one JSON object: {"file","sampleType","total","rows":[…]}' },
  },
  notes: ['Values are FILE minus BASE; percentages are of BASE. Use --normalize when BASE ran longer or shorter.'],
  run: (args, io) => {
    const [base, ...files] = args.positionals;
    if (files.length === 0) throw new UsageError('Which two files?');
    return printTop(args, io, files, [base]);
  },
};
