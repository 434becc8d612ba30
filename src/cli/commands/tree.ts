// `heatline tree`. In: profiles and options. Out: every row with its callers and callees, as text or JSON.

import { treeJson, treeReport, treeText } from '../../core/report/tree';
import type { Command } from '../command';
import { exitCodes } from '../exitCodes';
import { goTime } from '../goTime';
import { jsonText } from '../output';
import { printText } from '../printText';
import { refineOptions } from '../refineOptions';
import { readReportInput } from '../reportInput';

export const treeCommand: Command = {
  name: 'tree',
  summary: 'Print functions with their callers and callees',
  synopsis: ['FILE… [options] [--json]'],
  options: {
    ...refineOptions,
    json: { type: 'flag', help: 'Print one JSON object: {"file","sampleType","total","rows":[…]}' },
  },
  idle: ['source_path'],
  run: async (args, io) => {
    const { file, prepared, options } = await readReportInput(args, io, args.positionals);
    const report = treeReport(prepared, options);
    if (args.flag('json')) io.out(jsonText({ file, ...treeJson(prepared, report) }));
    else printText(io, [treeText(prepared, report, options, goTime)]);
    return exitCodes.fine;
  },
};
