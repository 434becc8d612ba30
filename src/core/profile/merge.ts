// Several profiles as one. In: profiles of one kind. Out: a profile whose samples are the sums over equal stacks with
// equal labels. Invariants, from google/pprof profile/merge.go: stacks are equal where functions, lines and addresses
// relative to equal mappings are; samples without any value are dropped, and with them what only they used; the first
// profile leads where headers differ. Order of profiles changes the order of rows, never a number.

import { withMapping } from './madeUpMapping';
import { makeCompatible, incompatible, shown } from './mergeTypes';
import { MergedTables, type TableMap } from './mergeTables';
import { MergedSamples } from './mergeSamples';
import type { Profile } from './profile';

/** @throws UserError `incompatible` */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  if (profiles.length === 0) throw incompatible('There are none.');
  const isMapped = profiles.some(({ mappings }) => mappings.count > 0);
  return mergeAlike(makeCompatible(isMapped ? profiles.map(withMapping) : profiles));
}

/** Merges profiles of exactly the same sample and period types; one profile alone is freed of what it does not use. */
export function mergeAlike(profiles: readonly Profile[]): Profile {
  for (const profile of profiles) checkAlike(profiles[0], profile);
  const tables = new MergedTables();
  const samples = new MergedSamples(tables, profiles[0].sampleTypes.length);
  const maps: TableMap[] = [];
  for (const profile of profiles) {
    const map = tables.open(profile);
    maps.push(map);
    samples.add(profile, map);
  }
  // Goroutines may need strings and locations that no sample does, so they come before the tables are closed.
  const goroutines = samples.goroutines(profiles, maps);
  const merged: Profile = {
    ...headersOf(profiles),
    ...samples.columns(),
    ...tables.columns(),
    ...(goroutines === undefined ? {} : { goroutines }),
  };
  // Values can cancel out: then what is left is merged again, without the samples that became zero.
  return samples.hasZeros ? mergeAlike([merged]) : merged;
}

/** @throws UserError `incompatible` where the types differ in any way */
export function checkAlike(a: Profile, b: Profile): void {
  const types = (p: Profile): string => p.sampleTypes.map(shown).join(', ');
  if (types(a) !== types(b)) throw incompatible(`One counts ${types(a)}, another ${types(b)}.`);
  const period = (p: Profile): string => shown(p.periodType ?? { type: '', unit: '' });
  if (period(a) !== period(b)) throw incompatible(`One was sampled every ${period(a)}, another every ${period(b)}.`);
}

type Headers = Pick<
  Profile,
  | 'sampleTypes'
  | 'defaultSampleType'
  | 'timeNanos'
  | 'durationNanos'
  | 'periodType'
  | 'period'
  | 'comments'
  | 'docUrl'
  | 'dropFrames'
  | 'keepFrames'
>;

function headersOf(profiles: readonly Profile[]): Headers {
  const [first] = profiles;
  let timeNanos = 0n;
  let durationNanos = 0n;
  let period = 0n;
  for (const p of profiles) {
    if (timeNanos === 0n || p.timeNanos < timeNanos) timeNanos = p.timeNanos;
    durationNanos += p.durationNanos;
    if (period === 0n || period < p.period) period = p.period;
  }
  const firstText = (of: (p: Profile) => string): string => profiles.map(of).find((text) => text !== '') ?? '';
  return {
    sampleTypes: first.sampleTypes,
    defaultSampleType: firstText((p) => p.defaultSampleType),
    timeNanos,
    durationNanos,
    period,
    periodType: first.periodType,
    comments: [...new Set(profiles.flatMap((p) => p.comments))],
    docUrl: firstText((p) => p.docUrl),
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
  };
}
