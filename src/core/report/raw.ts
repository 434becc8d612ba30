// `raw`. In: a profile. Out: everything in it as text, in the layout of `go tool pprof -raw`.
// Invariant: google/pprof profile.go String; ids are the file's own, or count from 1 where several files became one.

import { numericUnits } from '../analyze/refine/labels';
import { idOfRow, mappingFlag, type Profile } from '../profile/profile';
import { durationText } from './goText';
import type { FormatTime } from './header';
import { sampleLabels, type SampleLabel } from './sampleLabels';

/** @param formatTime writes a time with nanoseconds and zone offset */
export function* rawText(profile: Profile, formatTime: FormatTime): Generator<string> {
  for (const comment of profile.comments) yield `Comment: ${comment}\n`;
  if (profile.docUrl !== '') yield `Doc: ${profile.docUrl}\n`;
  const period = profile.periodType ?? { type: '', unit: '' };
  yield `PeriodType: ${period.type} ${period.unit}\n`;
  yield `Period: ${profile.period}\n`;
  if (profile.timeNanos !== 0n) yield `Time: ${formatTime(profile.timeNanos)}\n`;
  if (profile.durationNanos !== 0n) {
    // Go cuts the text at four characters: 10.05s reads 10.0.
    yield `Duration: ${durationText(profile.durationNanos).slice(0, 4)}\n`;
  }
  yield* sampleLines(profile);
  yield* locationLines(profile);
  yield* mappingLines(profile);
}

function* sampleLines(profile: Profile): Generator<string> {
  const { samples } = profile;
  const types = profile.sampleTypes.map(
    ({ type, unit }) => `${type}/${unit}${type === profile.defaultSampleType ? '[dflt]' : ''}`,
  );
  yield `Samples:\n${types.join(' ')}\n`;
  const units = numericUnits(profile).of;
  for (let i = 0; i < samples.count; i++) {
    let line = '';
    for (const column of samples.values) line += ` ${String(column[i]).padStart(10)}`;
    line += ': ';
    for (let k = samples.stackOffset[i]; k < samples.stackOffset[i + 1]; k++) {
      line += `${idOfRow(profile.locations, samples.stackLocation[k])} `;
    }
    yield `${line}\n${labelLines(profile, i, sampleLabels(profile, i, units))}`;
  }
}

const labelIndent = ' '.repeat(16);

function labelLines(profile: Profile, sample: number, labels: readonly SampleLabel[]): string {
  const texts = labels
    .filter((label) => label.texts.length > 0)
    .map(({ key, texts: values }) => `${key}:[${values.join(' ')}]`);
  const numbers = labels
    .filter((label) => label.numbers.length > 0)
    .map(({ key, numbers: values }) => {
      const units = unitsOf(profile, sample, key);
      return `${key}:[${values.map((value, i) => (units === undefined ? value : `${value} ${units[i]}`)).join(' ')}]`;
    });
  const line = (parts: readonly string[]): string =>
    parts.length === 0 ? '' : `${labelIndent}${[...parts].sort().join(' ')}\n`;
  return line(texts) + line(numbers);
}

/** The units the sample itself gives its numbers; undefined where it gives none. */
function unitsOf(profile: Profile, sample: number, key: string): readonly string[] | undefined {
  const { samples, labels, strings } = profile;
  const units: string[] = [];
  for (let k = samples.labelOffset[sample]; k < samples.labelOffset[sample + 1]; k++) {
    const isNumber = labels.text[k] < 0 && (labels.number[k] !== 0n || labels.unit[k] > 0);
    if (isNumber && strings.text(labels.key[k]) === key) units.push(strings.text(labels.unit[k]));
  }
  return units.some((unit) => unit !== '') ? units : undefined;
}

function* locationLines(profile: Profile): Generator<string> {
  const { locations, functions, mappings, strings } = profile;
  yield 'Locations\n';
  for (let l = 0; l < locations.count; l++) {
    const mapping = locations.mapping[l];
    let prefix =
      `${String(idOfRow(locations, l)).padStart(6)}: ${goHex(locations.address[l])} ` +
      (mapping >= 0 ? `M=${idOfRow(mappings, mapping)} ` : '') +
      (locations.isFolded[l] === 1 ? '[F] ' : '');
    const begin = locations.lineOffset[l];
    const end = locations.lineOffset[l + 1];
    if (begin === end) yield `${prefix}\n`;
    for (let q = begin; q < end; q++) {
      const f = locations.lineFunction[q];
      const name = strings.text(functions.name[f]);
      const systemName = strings.text(functions.systemName[f]);
      yield (
        `${prefix}${name} ${strings.text(functions.filename[f])}:${locations.lineNumber[q]}:${locations.lineColumn[q]} ` +
        `s=${functions.startLine[f]}${name === systemName ? '' : `(${systemName})`}\n`
      );
      prefix = ' '.repeat(13);
    }
  }
}

function* mappingLines({ mappings, strings }: Profile): Generator<string> {
  yield 'Mappings\n';
  for (let m = 0; m < mappings.count; m++) {
    const has = (flag: number, mark: string): string => ((mappings.flags[m] & flag) === 0 ? '' : mark);
    yield (
      `${idOfRow(mappings, m)}: ${goHex(mappings.start[m])}/${goHex(mappings.limit[m])}/${goHex(mappings.offset[m])} ` +
      `${strings.text(mappings.file[m])} ${strings.text(mappings.buildId[m])} ` +
      `${has(mappingFlag.functions, '[FN]')}${has(mappingFlag.filenames, '[FL]')}` +
      `${has(mappingFlag.lineNumbers, '[LN]')}${has(mappingFlag.inlineFrames, '[IN]')}\n`
    );
  }
}

function goHex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
