// What every report command begins with. In: the files and options of the command line. Out: the profile to report,
// bases taken away, refined and measured. Invariants: several files are merged, as in `go tool pprof`; a mistake in an
// expression or a sample type is wrong usage (exit 2), whoever found it; notes go to stderr.

import { UserError } from '../base/userError';
import type { NameForm } from '../core/open';
import { subtractProfile } from '../core/profile/diff';
import { mergeProfiles } from '../core/profile/merge';
import type { Profile } from '../core/profile/profile';
import type { ReportOptions } from '../core/report/options';
import { prepare, type Prepared, type ReportNeeds } from '../core/report/prepare';
import type { Arguments } from './args';
import type { Io } from './io';
import { readProfile } from './readProfile';
import { nameFormOf, reportOptionsOf } from './refineOptions';
import { UsageError } from './usageError';

export interface ReportInput {
  /** As given; of several the first. */
  readonly file: string;
  /** Before refinement. */
  readonly profile: Profile;
  readonly prepared: Prepared;
  readonly options: ReportOptions;
}

/**
 * @param files profiles to merge and report
 * @param bases like `--diff_base`, from a command's own arguments
 * @param plainBases `--base`, unless a command means something else by it
 */
export async function readReportInput(
  args: Arguments,
  io: Io,
  files: readonly string[],
  needs: ReportNeeds = {},
  bases: readonly string[] = [],
  plainBases: readonly string[] = args.texts('base'),
): Promise<ReportInput> {
  const file = files.at(0);
  if (file === undefined) throw new UsageError('Which file?');
  const options = reportOptionsOf(args);
  const diffBases = [...bases, ...args.texts('diff_base')];
  if (diffBases.length > 0 && plainBases.length > 0) {
    throw new UsageError('These exclude each other: --base and --diff_base.');
  }
  const normalize = args.flag('normalize');
  const baseFiles = [...diffBases, ...plainBases];
  if (normalize && baseFiles.length === 0) throw new UsageError('--normalize needs --base or --diff_base.');

  const names = nameFormOf(args);
  const own = await readMerged(files, io, names);
  const profile =
    baseFiles.length === 0
      ? own
      : subtractProfile(own, await readMerged(baseFiles, io, names), {
          kind: diffBases.length > 0 ? 'diff_base' : 'base',
          normalize,
        });
  const prepared = mistakesAsUsage(() => prepare(profile, options, needs));
  for (const { message } of prepared.warnings) io.note(`heatline: ${message}`);
  return { file, profile, prepared, options };
}

/** One after the other, so that standard input may be one of them. */
async function readMerged(files: readonly string[], io: Io, names: NameForm): Promise<Profile> {
  const profiles: Profile[] = [];
  for (const file of files) profiles.push((await readProfile(file, io, names)).profile);
  return profiles.length === 1 ? profiles[0] : mergeProfiles(profiles);
}

const mistakes = ['bad-pattern', 'bad-sample-index', 'bad-divisor', 'no-match'];

export function mistakesAsUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (UserError.is(error, ...mistakes)) throw new UsageError(error.message, error.next);
    throw error;
  }
}
