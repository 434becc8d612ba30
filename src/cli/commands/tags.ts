// `heatline tags`. In: profiles and options. Out: label keys and values with their sums, as text or JSON.

import { tagsJson, tagsReport, tagsText } from '../../core/report/tags';
import type { Command } from '../command';
import { exitCodes } from '../exitCodes';
import { jsonText } from '../output';
import { printText } from '../printText';
import { granularityOptions, refineOptions, rowOptions } from '../refineOptions';
import { readReportInput } from '../reportInput';

export const tagsCommand: Command = {
  name: 'tags',
  summary: 'Print labels and what the samples that carry them sum up to',
  synopsis: ['FILE… [options] [--json]'],
  options: {
    ...refineOptions,
    json: { type: 'flag', help: 'Print one JSON object: {"file","sampleType","total","tags":[…]}' },
  },
  notes: ['Each key with its values and their share of all samples; --tagshow and --taghide pick keys.'],
  idle: [...rowOptions, ...granularityOptions, 'noinlines', 'source_path', 'trim_path'],
  run: async (args, io) => {
    const { file, prepared } = await readReportInput(args, io, args.positionals);
    const tags = tagsReport(prepared);
    if (args.flag('json')) io.out(jsonText({ file, ...tagsJson(prepared, tags) }));
    else printText(io, [tagsText(prepared, tags)]);
    return exitCodes.fine;
  },
};
