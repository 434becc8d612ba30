// `heatline traces`. In: profiles and options. Out: every sample with its labels and stack, as text or JSON.

import { tracesJson, tracesText } from '../../core/report/traces';
import type { Command } from '../command';
import { exitCodes } from '../exitCodes';
import { goTime } from '../goTime';
import { jsonText } from '../output';
import { printText } from '../printText';
import { refineOptions, rowOptions } from '../refineOptions';
import { readReportInput } from '../reportInput';

export const tracesCommand: Command = {
  name: 'traces',
  summary: 'Print every sample with its stack',
  synopsis: ['FILE… [options] [--json]'],
  options: {
    ...refineOptions,
    json: { type: 'flag', help: 'Print one JSON object: {"file","sampleType","total","traces":[…]}' },
  },
  notes: ['A stack is printed leaf first, after its labels, with the value of one sample type.'],
  idle: [...rowOptions, 'source_path', 'trim_path'],
  run: async (args, io) => {
    const { file, prepared } = await readReportInput(args, io, args.positionals, { trimsFilenames: false });
    if (args.flag('json')) io.out(jsonText({ file, ...tracesJson(prepared) }));
    else printText(io, tracesText(prepared, goTime));
    return exitCodes.fine;
  },
};
