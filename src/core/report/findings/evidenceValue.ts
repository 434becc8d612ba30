// The number of a piece of evidence. In: evidence. Out: `12 goroutines`, `1.2 ms`, `42 %`. Invariant: what is no measure,
// such as a line, is ''.

import { counted } from '../../../base/counted';
import { durationText, percentText, sizeText } from '../../diagnose/evidence';
import type { Evidence } from '../../diagnose/finding';

export function evidenceValue({ value, unit }: Evidence): string {
  switch (unit) {
    case 'line':
      return '';
    case 'nanoseconds':
      return durationText(value);
    case 'bytes':
      return sizeText(value);
    case 'contentions':
      return counted(Math.round(value), 'wait');
    default:
      return `${Math.round(value)} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
  }
}

export function evidenceShare({ share }: Evidence): string {
  return share === null ? '' : percentText(share);
}
