// `heatline peek RE`. In: a pattern, profiles and options. Out: the matching rows with all their callers and callees.

import { compile } from '../../core/analyze/refine/refine';
import { treeJson, treeReport, treeText } from '../../core/report/tree';
import type { Command } from '../command';
import { exitCodes } from '../exitCodes';
import { goTime } from '../goTime';
import { jsonText } from '../output';
import { printText } from '../printText';
import { refineOptions } from '../refineOptions';
import { mistakesAsUsage, readReportInput } from '../reportInput';
import { UsageError } from '../usageError';

export const peekCommand: Command = {
  name: 'peek',
  summary: 'Print callers and callees of the functions that match',
  synopsis: ['RE FILE… [options] [--json]'],
  options: {
    ...refineOptions,
    json: { type: 'flag', help: 'Print one JSON object: {"file","sampleType","total","rows":[…]}' },
  },
  idle: ['nodecount', 'nodefraction', 'edgefraction', 'trim', 'source_path'],
  run: async (args, io) => {
    const [word, ...files] = args.positionals;
    if (files.length === 0) throw new UsageError('Which functions, of which file?');
    const pattern = mistakesAsUsage(() => compile('peek', word));
    if (pattern === undefined) throw new UsageError('The expression for functions is empty.');
    const { file, prepared, options } = await readReportInput(args, io, files);
    const report = mistakesAsUsage(() => treeReport(prepared, options, pattern));
    if (args.flag('json')) io.out(jsonText({ file, ...treeJson(prepared, report) }));
    else printText(io, [treeText(prepared, report, options, goTime)]);
    return exitCodes.fine;
  },
};
