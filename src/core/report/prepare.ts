// The steps every report begins with, in pprof's order. In: a profile as read (or a difference of two), options.
// Out: the refined profile, its rows, what is measured and the total for percentages.
// Invariant: google/pprof internal/driver generateRawReport: names are made fit to print, frames from labels are added first, the total is taken
// before the filters (unless percentages are to be relative), rows are made last.

import { UserError } from '../../base/userError';
import type { FrameTable, Granularity } from '../analyze/frames';
import { measure, measureAgain, totalOf, type Measure } from '../analyze/measure';
import { numericUnits, unitWarnings } from '../analyze/refine/labels';
import { addFrames, applyFilters } from '../analyze/refine/refine';
import { withMapping } from '../profile/madeUpMapping';
import type { Profile, Warning } from '../profile/profile';
import type { ReportOptions } from './options';
import { printedNames } from './printedNames';
import { buildRows } from './rows';
import { trimFilenames } from './trimFilenames';
import { valueFormat, type ValueFormat } from './valueFormat';

export interface Prepared {
  /** After all filters. */
  readonly profile: Profile;
  readonly rows: FrameTable;
  readonly measure: Measure;
  /** What percentages refer to, in the sample type's unit. */
  readonly total: number;
  readonly format: ValueFormat;
  /** By key, of the labels of all samples, those that the filters leave out as well. */
  readonly labelUnits: ReadonlyMap<string, string>;
  readonly warnings: readonly Warning[];
}

export interface ReportNeeds {
  /** What the report is about; a user's granularity does not count then. */
  readonly granularity?: Granularity;
  /** False: file names are shown as the profile has them. */
  readonly trimsFilenames?: boolean;
}

/** @throws UserError for options that make no sense for this profile */
export function prepare(profile: Profile, options: ReportOptions, needs: ReportNeeds = {}): Prepared {
  const divideBy = options.divideBy ?? 1;
  if (divideBy === 0 || !Number.isFinite(divideBy)) {
    throw new UserError('bad-divisor', `Values cannot be divided by ${divideBy}.`, 'Use a number other than 0.');
  }
  const named = options.keepsNames === true ? profile : printedNames(profile);
  const units = numericUnits(named);
  const framed = addFrames(withMapping(named), options);
  const before = measure(framed.profile, options);
  const filtered = applyFilters(framed.profile, options);
  const total =
    options.relativePercentages === true
      ? totalOf(filtered.profile, measureAgain(filtered.profile, before))
      : totalOf(framed.profile, before);
  const shown = needs.trimsFilenames === false ? filtered.profile : trimFilenames(filtered.profile, options);
  const granularity = needs.granularity ?? options.granularity ?? 'functions';
  return {
    profile: shown,
    rows: buildRows(shown, granularity, options.noInlines === true),
    measure: measureAgain(shown, before),
    total,
    labelUnits: units.of,
    format: valueFormat(before.unit, options.unit ?? 'minimum', 1 / divideBy),
    warnings: [...unitWarnings(units), ...framed.warnings, ...filtered.warnings],
  };
}
