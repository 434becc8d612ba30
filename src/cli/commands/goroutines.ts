// `heatline goroutines`. In: a goroutine profile or dump, or a running service; perhaps an earlier one. Out: groups of
// goroutines that do the same, or what grew, as text or JSON.

import { stat } from 'node:fs/promises';
import { sentenceOf, UserError } from '../../base/userError';
import { compareGroups } from '../../core/goroutine/growth';
import { goroutineGroups, type GoroutineGroups } from '../../core/goroutine/groups';
import { openProfile } from '../../core/open';
import { measure } from '../../core/analyze/measure';
import { applyFilters } from '../../core/analyze/refine/refine';
import type { Profile } from '../../core/profile/profile';
import { groupsText, growthText } from '../../core/report/goroutines';
import type { ReportOptions } from '../../core/report/options';
import { capture } from '../../node/capture';
import { inflateNative } from '../../node/inflate';
import { parseTarget } from '../../node/target';
import { accessOf, accessOptions, asUsage } from '../accessOptions';
import type { Arguments } from '../args';
import type { Command } from '../command';
import { exitCodes } from '../exitCodes';
import type { Io } from '../io';
import { jsonText } from '../output';
import { printText } from '../printText';
import { readProfile } from '../readProfile';
import { refineOptions, reportOptionsOf } from '../refineOptions';
import { mistakesAsUsage } from '../reportInput';
import { sizeOption, withSizeAdvice } from '../sizeOption';
import { UsageError } from '../usageError';

const filters = ['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from', 'tagfocus', 'tagignore'] as const;

export const goroutinesCommand: Command = {
  name: 'goroutines',
  summary: 'Print what the goroutines of a dump or a running service wait for',
  synopsis: ['FILE|TARGET [--base FILE] [--json]'],
  options: {
    base: { type: 'text', value: 'FILE', help: 'An earlier dump: print what grew since' },
    ...Object.fromEntries(filters.map((name) => [name, refineOptions[name]])),
    ...accessOptions,
    ...sizeOption,
    json: { type: 'flag', help: 'Print one JSON object: {"total","groups":[…]}, with --base also "growth"' },
  },
  notes: [
    `FILE is a goroutine profile, or text with goroutines: /debug/pprof/goroutine?debug=2, a panic, a SIGQUIT, a log.
TARGET is a service as for heatline capture; its full dump is taken, which stops it for a moment.`,
  ],
  run: async (args, io) => {
    const word = args.positionals.at(0);
    if (word === undefined) throw new UsageError('Which file or service?');
    if (args.positionals.length > 1) throw new UsageError('One file or service at a time.');
    const options = reportOptionsOf(args);
    const now = groupsOf(await read(word, args, io), options, io);
    const baseFile = args.text('base');
    if (baseFile === undefined) {
      if (args.flag('json')) io.out(jsonText(now));
      else printText(io, [groupsText(now)]);
      return exitCodes.fine;
    }
    const base = groupsOf((await readProfile(baseFile, io)).profile, options, io);
    const growth = compareGroups(base, now);
    if (args.flag('json')) io.out(jsonText({ ...now, growth }));
    else printText(io, [growthText(growth)]);
    return exitCodes.fine;
  },
};

function groupsOf(profile: Profile, options: ReportOptions, io: Io): GoroutineGroups {
  const { type, unit } = measure(profile);
  if (profile.goroutines === undefined && unit !== 'count') {
    throw new UserError('not-goroutines', `This is a profile of ${type}, not of goroutines.`, 'Use heatline top.');
  }
  const refined = mistakesAsUsage(() => applyFilters(profile, options));
  for (const { message } of refined.warnings) io.note(`heatline: ${message}`);
  return goroutineGroups(refined.profile);
}

/** A file where there is one of that name, else a service. */
async function read(word: string, args: Arguments, io: Io): Promise<Profile> {
  const isFile =
    word === '-' ||
    (await stat(word).then(
      () => true,
      () => false,
    ));
  if (isFile) return (await readProfile(word, io)).profile;
  const looksLikePath = !/^https?:/.test(word) && (/[\\/]/.test(word) || /\.\w+$/.test(word));
  if (looksLikePath) return (await readProfile(word, io)).profile; // Says that there is no such file.
  const target = asUsage(() => parseTarget(word));
  io.progress('Taking the dump …');
  const access = await accessOf(args);
  const dump = await capture({ target, kind: 'goroutine', debug: 2 }, io.tool, { signal: io.signal, access });
  io.progress('');
  try {
    return openProfile(dump.bytes, { inflate: inflateNative, maxInflatedBytes: io.maxInflatedBytes }).profile;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, `${word}: ${sentenceOf(withSizeAdvice(error))}`, '', { cause: error });
  }
}
