// The text behind a hot line. In: what the line costs and which columns the person wants. Out: one short text.
// Invariants: in a difference every value has its sign, so that colour does not carry it alone; a unit from a file may be
// any text, so the whole is cut.

import type { Cost } from '../../core/golang/heatMarks';
import { formatPercent, formatValue } from '../../core/profile/units';
import type { Settings } from '../../ids';
import { setting } from '../settings';

export type HeatColumn = Settings['heatline.heat.columns'][number];

export const heatColumns: readonly HeatColumn[] = ['total', 'share', 'self', 'selfShare'];

export interface Measured {
  readonly unit: string;
  /** What shares refer to. */
  readonly whole: number;
  readonly isDifference: boolean;
}

const longest = 80;

/** As set, without what is no column. */
export function columnsShown(): readonly HeatColumn[] {
  const set: unknown = setting('heatline.heat.columns');
  return Array.isArray(set) ? heatColumns.filter((column) => set.includes(column)) : heatColumns.slice(0, 3);
}

/** `1.23s · 34% · self 400ms`; `≈` in front where the line may be another one. */
export function heatLabel(
  { self, total }: Cost,
  measured: Measured,
  columns: readonly HeatColumn[],
  isDoubtful: boolean,
): string {
  const hasOwnSelf = self !== 0 && self !== total;
  const texts: Readonly<Record<HeatColumn, string>> = {
    total: valueText(total, measured),
    share: shareText(total, measured),
    self: hasOwnSelf ? `self ${valueText(self, measured)}` : '',
    selfShare: hasOwnSelf ? `self ${shareText(self, measured)}` : '',
  };
  const text = columns.map((column) => texts[column]).filter((each) => each !== '');
  return `${isDoubtful ? '≈ ' : ''}${text.join(' · ')}`.slice(0, longest);
}

/** `1.2s`, in a difference `+1.2s` or `−1.2s`. */
export function valueText(value: number, { unit, isDifference }: Measured): string {
  const text = formatValue(Math.abs(value), unit);
  return `${signOf(value, isDifference)}${text}`;
}

export function shareText(value: number, { whole, isDifference }: Measured): string {
  return `${signOf(value, isDifference)}${formatPercent(value, whole).trim()}`;
}

function signOf(value: number, isDifference: boolean): string {
  if (value < 0) return '−';
  return isDifference && value > 0 ? '+' : '';
}
