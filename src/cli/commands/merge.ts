// `heatline merge`. In: profiles of one kind. Out: one profile file with their sums.

import { mergeProfiles } from '../../core/profile/merge';
import type { Command } from '../command';
import { exitCodes } from '../exitCodes';
import { readProfile } from '../readProfile';
import { sizeOption } from '../sizeOption';
import { UsageError } from '../usageError';
import { profileBytes, writeResult } from '../writeResult';

export const mergeCommand: Command = {
  name: 'merge',
  summary: 'Add profiles up into one file',
  synopsis: ['FILE… -o OUT'],
  options: {
    out: { type: 'text', short: 'o', value: 'OUT', help: 'The file to write; - is standard output' },
    ...sizeOption,
  },
  notes: ['For a PGO profile take runs of equal length: a longer one counts more.'],
  run: async (args, io) => {
    if (args.positionals.length === 0) throw new UsageError('Which files?');
    const out = args.text('out');
    if (out === undefined) throw new UsageError('Where to? Give -o OUT.');
    const profiles = [];
    for (const file of args.positionals) profiles.push((await readProfile(file, io)).profile);
    await writeResult(out, profileBytes(mergeProfiles(profiles)), io);
    return exitCodes.fine;
  },
};
