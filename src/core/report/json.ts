// What all reports say first as JSON. In: a prepared profile. Out: what was measured, and the total for percentages.

import type { ValueType } from '../profile/profile';
import type { Prepared } from './prepare';

export type SampleTypeJson = ValueType;

export interface HeadJson {
  readonly sampleType: SampleTypeJson;
  /** In the sample type's unit. */
  readonly total: number;
}

export function headJson({ measure, total, format }: Prepared): HeadJson {
  return { sampleType: { type: measure.type, unit: measure.unit }, total: format.number(total) };
}
