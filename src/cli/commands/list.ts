// `heatline list RE`. In: a pattern, profiles and options; sources on this machine. Out: the lines of the matching
// functions with what was spent on each.

import { compile } from '../../core/analyze/refine/refine';
import { listJson, listReport, listText } from '../../core/report/list';
import type { Command } from '../command';
import { exitCodes } from '../exitCodes';
import { jsonText } from '../output';
import { printText } from '../printText';
import { readSource } from '../readSource';
import { granularityOptions, refineOptions, rowOptions } from '../refineOptions';
import { mistakesAsUsage, readReportInput } from '../reportInput';
import { UsageError } from '../usageError';

export const listCommand: Command = {
  name: 'list',
  summary: 'Print the source of the functions that match, with what was spent on each line',
  synopsis: ['RE FILE… [options] [--json]'],
  options: {
    ...refineOptions,
    json: { type: 'flag', help: 'Print one JSON object: {"file","sampleType","total","routines":[…]}' },
  },
  idle: [...rowOptions, ...granularityOptions],
  notes: [
    `Sources are read from where the profile says; with --source_path, or for relative names, from those folders and
the folders above them.`,
  ],
  run: async (args, io) => {
    const [word, ...files] = args.positionals;
    if (files.length === 0) throw new UsageError('Which functions, of which file?');
    const pattern = mistakesAsUsage(() => compile('list', word));
    if (pattern === undefined) throw new UsageError('The expression for functions is empty.');
    const { file, prepared, options } = await readReportInput(args, io, files, { granularity: 'lines' });
    const read = readSource(options, process.cwd());
    const routines = mistakesAsUsage(() => listReport(prepared, pattern, read, options.noInlines));
    if (args.flag('json')) io.out(jsonText({ file, ...listJson(prepared, routines) }));
    else printText(io, [listText(prepared, routines)]);
    return exitCodes.fine;
  },
};
