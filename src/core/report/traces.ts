// `traces`. In: a prepared profile. Out: every sample with frames, its labels, value and stack, leaf first.
// Invariant: google/pprof internal/report printTraces; each value in the unit that suits it alone, because a trace
// is read by itself.

import { divideWhole } from '../profile/unitsInt';
import { formatValue } from '../profile/units';
import { padLeft } from './goText';
import { profileLines, type FormatTime } from './header';
import { headJson, type HeadJson } from './json';
import type { Prepared } from './prepare';
import { sampleLabels, type SampleLabel } from './sampleLabels';

export interface TraceFrame {
  readonly name: string;
  /** Inlined into the next frame. */
  readonly inline: boolean;
}

export interface Trace {
  readonly value: number;
  readonly labels: readonly SampleLabel[];
  /** Leaf first. */
  readonly frames: readonly TraceFrame[];
}

const separator = '-----------+-------------------------------------------------------';

/** One at a time: a profile can have millions. */
export function* traces(prepared: Prepared): Generator<Trace> {
  const { profile, rows, measure, labelUnits } = prepared;
  const { samples } = profile;
  for (let i = 0; i < samples.count; i++) {
    const frames: TraceFrame[] = [];
    for (let k = samples.stackOffset[i]; k < samples.stackOffset[i + 1]; k++) {
      const location = samples.stackLocation[k];
      const outermost = rows.locationOffset[location + 1] - 1;
      for (let q = rows.locationOffset[location]; q <= outermost; q++) {
        frames.push({ name: rows.name[rows.locationFrame[q]], inline: q !== outermost });
      }
    }
    if (frames.length === 0) continue;
    const sum = measure.values[i];
    const divisor = measure.divisors?.[i] ?? 0;
    yield {
      value: divisor === 0 ? sum : divideWhole(sum, divisor),
      labels: sampleLabels(profile, i, labelUnits),
      frames,
    };
  }
}

export function* tracesText(prepared: Prepared, formatTime: FormatTime): Generator<string> {
  yield `${profileLines(prepared, formatTime).join('\n')}\n`;
  for (const { value, labels, frames } of traces(prepared)) {
    const lines = [separator, ...labelLines(labels)];
    frames.forEach(({ name, inline }, i) => {
      const shown = i === 0 ? prepared.format.text(value) : '';
      lines.push(`${padLeft(shown, 10)}   ${name}${inline ? ' (inline)' : ''}`);
    });
    yield `${lines.join('\n')}\n`;
  }
  yield `${separator}\n`;
}

/** Texts, then numbers, each sorted as lines. */
function labelLines(labels: readonly SampleLabel[]): readonly string[] {
  const line = (key: string, values: readonly string[]): string => `${padLeft(key, 10)}:  ${values.join(' ')}`;
  const texts = labels.flatMap((label) => (label.texts.length === 0 ? [] : [line(label.key, label.texts)]));
  const numbers = labels.flatMap(({ key, numbers: values, unit }) =>
    values.length === 0
      ? []
      : [
          line(
            key,
            values.map((value) => formatValue(value, unit)),
          ),
        ],
  );
  return [...texts.sort(), ...numbers.sort()];
}

export interface TracesJson extends HeadJson {
  readonly traces: readonly Trace[];
}

export function tracesJson(prepared: Prepared): TracesJson {
  const { number } = prepared.format;
  return {
    ...headJson(prepared),
    traces: Array.from(traces(prepared), (trace) => ({ ...trace, value: number(trace.value) })),
  };
}
