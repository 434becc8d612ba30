// `heatline top`. In: profiles and options. Out: the rows of a flat report, as text or JSON.

import { topJson, topText } from '../../core/report/top';
import type { Arguments } from '../args';
import type { Command } from '../command';
import { type ExitCode, exitCodes } from '../exitCodes';
import { goTime } from '../goTime';
import type { Io } from '../io';
import { jsonText } from '../output';
import { printText } from '../printText';
import { refineOptions } from '../refineOptions';
import { readReportInput } from '../reportInput';

export const topCommand: Command = {
  name: 'top',
  summary: 'Print where the time, memory or goroutines are, function by function',
  synopsis: ['FILE… [options] [--json]'],
  options: {
    ...refineOptions,
    json: { type: 'flag', help: 'Print one JSON object: {"file","sampleType","total","rows":[…]}' },
  },
  idle: ['source_path'],
  notes: [
    `flat is spent in the function itself, cum in it and what it calls. Several files are merged.
JSON has all rows, in the unit of the sample type; text leaves small rows out as go tool pprof does.`,
  ],
  run: (args, io) => printTop(args, io, args.positionals),
};

/** @param bases profiles to compare with, from a command's own arguments */
export async function printTop(
  args: Arguments,
  io: Io,
  files: readonly string[],
  bases: readonly string[] = [],
  plainBases: readonly string[] = args.texts('base'),
): Promise<ExitCode> {
  const { file, prepared, options } = await readReportInput(args, io, files, {}, bases, plainBases);
  if (args.flag('json')) io.out(jsonText({ file, ...topJson(prepared, options) }));
  else printText(io, [topText(prepared, options, goTime)]);
  return exitCodes.fine;
}
