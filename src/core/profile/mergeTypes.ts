// Making profiles alike before they are merged. In: profiles whose sample types may differ in order, number and unit.
// Out: the same profiles with the types all of them have, in the order of the first and in the finest unit.
// Invariants: google/pprof profile/merge.go CompatibilizeSampleTypes and internal/measurement ScaleProfiles;
// a profile that needs no change is returned as it is.

import { UserError } from '../../base/userError';
import type { Profile, ValueType } from './profile';
import { areUnitsCompatible, scaleValue } from './units';
import { roundWhole } from './unitsInt';

/** @throws UserError `incompatible` */
export function makeCompatible(profiles: readonly Profile[]): readonly Profile[] {
  return inFinestUnits(withCommonTypes(profiles));
}

function withCommonTypes(profiles: readonly Profile[]): readonly Profile[] {
  const [first] = profiles;
  const common = first.sampleTypes
    .map(({ type }) => type)
    .filter((type) => profiles.every((p) => p.sampleTypes.some((other) => other.type === type)));
  if (common.length === 0) {
    const all = profiles.map((p) => p.sampleTypes.map(({ type }) => type).join(', ')).join(' | ');
    throw incompatible(`They have no sample type in common: ${all}.`);
  }
  return profiles.map((profile) => {
    const from = common.map((type) => profile.sampleTypes.findIndex((other) => other.type === type));
    if (from.length === profile.sampleTypes.length && from.every((at, i) => at === i)) return profile;
    return {
      ...profile,
      sampleTypes: from.map((at) => profile.sampleTypes[at]),
      samples: { ...profile.samples, values: from.map((at) => profile.samples.values[at]) },
      defaultSampleType: common.includes(profile.defaultSampleType) ? profile.defaultSampleType : common[0],
    };
  });
}

function inFinestUnits(profiles: readonly Profile[]): readonly Profile[] {
  if (profiles.length < 2) return profiles;
  const periodUnit = finestUnit(profiles.map((p) => p.periodType ?? { type: '', unit: '' }));
  const units = profiles[0].sampleTypes.map((_, t) => finestUnit(profiles.map((p) => p.sampleTypes[t])));
  return profiles.map((profile) => {
    const ratios = profile.sampleTypes.map(({ unit }, t) => scaleValue(1, unit, units[t]).value);
    const sampleTypes = profile.sampleTypes.map(({ type }, t) => ({ type, unit: units[t] }));
    const { type = '', unit = '' } = profile.periodType ?? {};
    const period = unit === periodUnit ? profile.period : BigInt(Math.trunc(periodIn(profile, unit, periodUnit)));
    return { ...scaleSamples(profile, ratios), sampleTypes, period, periodType: { type, unit: periodUnit } };
  });
}

function periodIn(profile: Profile, from: string, to: string): number {
  return scaleValue(Number(profile.period), from, to).value;
}

function finestUnit(types: readonly ValueType[]): string {
  let finest = types[0];
  for (const type of types) {
    const isSameType = type.type.replace(/s$/, '') === finest.type.replace(/s$/, '');
    if (!isSameType || !areUnitsCompatible(type.unit, finest.unit)) {
      throw incompatible(`One measures ${shown(finest)}, another ${shown(type)}.`);
    }
    if (scaleValue(1, type.unit, finest.unit).value < 1) finest = type;
  }
  return finest.unit;
}

/**
 * Multiplies the values of each sample type by its ratio, rounding half away from zero. A sample whose changed values
 * are all 0 afterwards loses the others, too: pprof drops such a sample, and merging will.
 */
export function scaleSamples(profile: Profile, ratios: readonly number[]): Profile {
  const changed = ratios.flatMap((ratio, t) => (ratio === 1 ? [] : [t]));
  if (changed.length === 0) return profile;
  const values = profile.samples.values.map((column, t) => column.map((value) => scaledValue(value, ratios[t])));
  for (let i = 0; i < profile.samples.count; i++) {
    if (changed.every((t) => values[t][i] === 0)) for (const column of values) column[i] = 0;
  }
  return { ...profile, samples: { ...profile.samples, values } };
}

/** Folded stacks may have fractions; whole values stay whole. */
function scaledValue(value: number, ratio: number): number {
  return Number.isInteger(value) ? roundWhole(value * ratio) : value * ratio;
}

export function incompatible(detail: string): UserError {
  return new UserError(
    'incompatible',
    `These profiles cannot be put together. ${detail}`,
    'Use profiles of the same kind.',
  );
}

export function shown({ type, unit }: ValueType): string {
  return `${type}/${unit}`;
}
