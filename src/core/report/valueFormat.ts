// Values of a report as text. In: a value in the sample type's unit. Out: text in the unit of the report.
// Invariant: google/pprof internal/report New and selectOutputUnit: `minimum` becomes one unit for all rows,
// small enough for the smallest and not absurdly small for the largest.

import { formatValue, scaleValue } from '../profile/units';

export interface ValueFormat {
  /** Unit of the sample type. */
  readonly from: string;
  /** Unit to show, `auto` or `minimum`. */
  readonly to: string;
  /** What values are multiplied by before they are shown; 1 unless `divide_by` was given. */
  readonly ratio: number;
  readonly text: (value: number) => string;
  /** The number without its unit scaled: what JSON gives. */
  readonly number: (value: number) => number;
}

export function valueFormat(from: string, to: string, ratio: number): ValueFormat {
  const number = (value: number): number => (ratio > 0 && ratio !== 1 ? Math.trunc(value * ratio) + 0 : value);
  return { from, to, ratio, number, text: (value) => formatValue(number(value), from, to) };
}

/**
 * The format with its unit decided for a table of rows.
 *
 * @param smallest magnitude of the smallest row that is not 0; 0 if there is none
 */
export function forRows(format: ValueFormat, smallest: number, total: number): ValueFormat {
  if (format.to !== 'minimum') return format;
  const low = format.number(smallest === 0 ? total : smallest);
  const high = format.number(total);
  const lowUnit = scaleValue(low, format.from, 'minimum').unit;
  const highUnit = scaleValue(high, format.from, 'minimum').unit;
  // Two decimals are shown: a hundred times the smallest still leaves 0.01.
  const isWide = lowUnit !== highUnit && low * 100 < high;
  const unit = isWide ? scaleValue(100 * low, format.from, 'minimum').unit : lowUnit;
  return valueFormat(format.from, unit === '' ? format.from : unit, format.ratio);
}
