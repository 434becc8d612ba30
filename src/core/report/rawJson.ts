// `raw --json`. In: a prepared profile. Out: its tables as plain objects. Invariants: rows refer to each other by index from 0;
// 64-bit numbers that a double cannot hold are decimal text, addresses are hexadecimal text.

import type { ValueType } from '../profile/profile';
import type { Prepared } from './prepare';
import { sampleLabels, type SampleLabel } from './sampleLabels';

export interface RawJson {
  readonly sampleTypes: readonly ValueType[];
  readonly defaultSampleType: string;
  readonly periodType: ValueType | null;
  readonly period: number | string;
  readonly timeNanos: string;
  readonly durationNanos: string;
  readonly comments: readonly string[];
  readonly samples: readonly {
    readonly values: readonly number[];
    /** Indices of `locations`, leaf first. */
    readonly locations: readonly number[];
    readonly labels: readonly SampleLabel[];
  }[];
  readonly locations: readonly {
    readonly address: string;
    /** Index of `mappings`, or null. */
    readonly mapping: number | null;
    readonly folded: boolean;
    /** Innermost first. */
    readonly lines: readonly { readonly function: number; readonly line: number; readonly column: number }[];
  }[];
  readonly functions: readonly {
    readonly name: string;
    readonly systemName: string;
    readonly file: string;
    readonly startLine: number;
  }[];
  readonly mappings: readonly {
    readonly start: string;
    readonly limit: string;
    readonly offset: string;
    readonly file: string;
    readonly buildId: string;
  }[];
}

export function rawJson({ profile, labelUnits }: Pick<Prepared, 'profile' | 'labelUnits'>): RawJson {
  const { samples, locations, functions, mappings, strings } = profile;
  const hex = (value: bigint): string => `0x${value.toString(16)}`;
  const rows = <T>(count: number, make: (i: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, i) => make(i));
  return {
    sampleTypes: profile.sampleTypes,
    defaultSampleType: profile.defaultSampleType,
    periodType: profile.periodType ?? null,
    period: exact(profile.period),
    timeNanos: String(profile.timeNanos),
    durationNanos: String(profile.durationNanos),
    comments: profile.comments,
    samples: rows(samples.count, (i) => ({
      values: samples.values.map((column) => column[i]),
      locations: [...samples.stackLocation.subarray(samples.stackOffset[i], samples.stackOffset[i + 1])],
      labels: sampleLabels(profile, i, labelUnits),
    })),
    locations: rows(locations.count, (l) => ({
      address: hex(locations.address[l]),
      mapping: locations.mapping[l] < 0 ? null : locations.mapping[l],
      folded: locations.isFolded[l] === 1,
      lines: rows(locations.lineOffset[l + 1] - locations.lineOffset[l], (i) => {
        const q = locations.lineOffset[l] + i;
        return { function: locations.lineFunction[q], line: locations.lineNumber[q], column: locations.lineColumn[q] };
      }),
    })),
    functions: rows(functions.count, (f) => ({
      name: strings.text(functions.name[f]),
      systemName: strings.text(functions.systemName[f]),
      file: strings.text(functions.filename[f]),
      startLine: functions.startLine[f],
    })),
    mappings: rows(mappings.count, (m) => ({
      start: hex(mappings.start[m]),
      limit: hex(mappings.limit[m]),
      offset: hex(mappings.offset[m]),
      file: strings.text(mappings.file[m]),
      buildId: strings.text(mappings.buildId[m]),
    })),
  };
}

function exact(value: bigint): number | string {
  return BigInt(Number(value)) === value && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
}
