// `heatline raw`. In: profiles and options. Out: all that is in the refined profile, as text or JSON.

import { rawText } from '../../core/report/raw';
import { rawJson } from '../../core/report/rawJson';
import type { Command } from '../command';
import { exitCodes } from '../exitCodes';
import { goTimeExact } from '../goTime';
import { jsonText } from '../output';
import { printText } from '../printText';
import { granularityOptions, refineOptions, rowOptions, valueOptions } from '../refineOptions';
import { readReportInput } from '../reportInput';

export const rawCommand: Command = {
  name: 'raw',
  summary: 'Print everything in a profile: all values of each sample, locations, mappings',
  synopsis: ['FILE… [options] [--json]'],
  options: {
    ...refineOptions,
    json: { type: 'flag', help: 'Print one JSON object: {"file","sampleTypes","samples","locations",…}' },
  },
  idle: [...rowOptions, ...granularityOptions, ...valueOptions, 'noinlines', 'source_path', 'trim_path'],
  run: async (args, io) => {
    const needs = { granularity: 'addresses', trimsFilenames: false } as const;
    const { file, prepared } = await readReportInput(args, io, args.positionals, needs);
    if (args.flag('json')) io.out(jsonText({ file, ...rawJson(prepared) }));
    else printText(io, rawText(prepared.profile, goTimeExact));
    return exitCodes.fine;
  },
};
