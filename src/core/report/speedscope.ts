// The file format of speedscope. In: a prepared profile. Out: its JSON object, one `sampled` profile a sample type.
// Invariants: https://www.speedscope.app/file-format-schema.json; stacks are root first; the format knows no negative
// weights, so what a difference lost is left out.

import type { FrameTable } from '../analyze/frames';
import type { Profile } from '../profile/profile';
import { baseName } from './goText';
import type { Prepared } from './prepare';

type Unit = 'none' | 'nanoseconds' | 'microseconds' | 'milliseconds' | 'seconds' | 'bytes';

interface SampledProfile {
  readonly type: 'sampled';
  readonly name: string;
  readonly unit: Unit;
  readonly startValue: number;
  readonly endValue: number;
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

export interface SpeedscopeFile {
  readonly $schema: string;
  readonly exporter: string;
  readonly name: string;
  readonly activeProfileIndex: number;
  readonly shared: {
    readonly frames: readonly { readonly name: string; readonly file?: string; readonly line?: number }[];
  };
  readonly profiles: readonly SampledProfile[];
}

const units: readonly Unit[] = ['nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes'];

/** @param tool e.g. `heatline 0.1.0` @param only the measured sample type alone */
export function speedscopeFile({ profile, rows, measure }: Prepared, tool: string, only: boolean): SpeedscopeFile {
  const types = only ? [measure.index] : profile.sampleTypes.map((_, t) => t);
  const stacks = stacksOf(profile, rows);
  const binary = profile.mappings.count === 0 ? '' : profile.strings.text(profile.mappings.file[0]);
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    exporter: tool,
    name: binary === '' ? 'profile' : baseName(binary),
    activeProfileIndex: types.indexOf(measure.index),
    shared: { frames: framesOf(profile, rows) },
    profiles: types.map((t) => sampled(profile, t, stacks)),
  };
}

function framesOf({ functions, strings }: Profile, rows: FrameTable): SpeedscopeFile['shared']['frames'] {
  return rows.name.map((name, row) => {
    const f = rows.function[row];
    const file = f < 0 ? '' : strings.text(functions.filename[f]);
    const line = rows.line[row] > 0 ? rows.line[row] : f < 0 ? 0 : functions.startLine[f];
    return { name, ...(file === '' ? {} : { file }), ...(line > 0 ? { line } : {}) };
  });
}

function stacksOf({ samples }: Profile, rows: FrameTable): readonly (readonly number[])[] {
  return Array.from({ length: samples.count }, (_, i) => {
    const stack: number[] = [];
    for (let k = samples.stackOffset[i + 1] - 1; k >= samples.stackOffset[i]; k--) {
      const location = samples.stackLocation[k];
      for (let q = rows.locationOffset[location + 1] - 1; q >= rows.locationOffset[location]; q--) {
        stack.push(rows.locationFrame[q]);
      }
    }
    return stack;
  });
}

function sampled(profile: Profile, type: number, stacks: readonly (readonly number[])[]): SampledProfile {
  const { type: name, unit } = profile.sampleTypes[type];
  const kept: (readonly number[])[] = [];
  const weights: number[] = [];
  profile.samples.values[type].forEach((value, i) => {
    if (value <= 0) return;
    kept.push(stacks[i]);
    weights.push(value);
  });
  return {
    type: 'sampled',
    name,
    unit: units.find((known) => known === unit) ?? 'none',
    startValue: 0,
    endValue: weights.reduce((sum, weight) => sum + weight, 0),
    samples: kept,
    weights,
  };
}
