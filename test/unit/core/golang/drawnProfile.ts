// Profiles drawn as text. In: one line a sample, `VALUE LOCATION LOCATION …`, leaf first. A location is a function
// with its place, `work@main.go:12`, or several of them, innermost first, where calls were inlined:
// `sum@main.go:3|work@main.go:12`. The first line of a function follows a comma: `work@main.go:12,10`.
// Out: a Profile with the one sample type asked for.

import type { Profile, ValueType } from '../../../../src/core/profile/profile';
import { StringTable } from '../../../../src/core/profile/stringTable';

export function drawnProfile(text: string, sampleType: ValueType = { type: 'samples', unit: 'count' }): Profile {
  const strings = new Names();
  const functions = new Names();
  const locations = new Names();
  const stackOffset = [0];
  const stackLocation: number[] = [];
  const values: number[] = [];
  for (const sample of text.split('\n').map((line) => line.trim())) {
    if (sample === '') continue;
    const [value, ...stack] = sample.split(/ +/);
    values.push(Number(value));
    stackLocation.push(...stack.map((location) => locations.index(location)));
    stackOffset.push(stackLocation.length);
  }

  strings.index('');
  const lineOffset = [0];
  const lineFunction: number[] = [];
  const lineNumber: number[] = [];
  for (const location of locations.all) {
    for (const line of location.split('|').filter((part) => part !== '-')) {
      const [, name, file, number, start] = /^([^@]*)@(.*):(\d+)(?:,(\d+))?$/.exec(line) ?? [];
      lineFunction.push(functions.index(`${strings.index(name)} ${strings.index(file)} ${start || '0'}`));
      lineNumber.push(Number(number));
    }
    lineOffset.push(lineFunction.length);
  }
  const columns = functions.all.map((key) => key.split(' ').map(Number));
  const none = new Int32Array(locations.all.length).fill(-1);
  return {
    strings: StringTable.from(strings.all),
    sampleTypes: [sampleType],
    defaultSampleType: '',
    samples: {
      count: values.length,
      stackOffset: Uint32Array.from(stackOffset),
      stackLocation: Int32Array.from(stackLocation),
      values: [Float64Array.from(values)],
      labelOffset: new Uint32Array(values.length + 1),
    },
    labels: {
      count: 0,
      key: new Int32Array(),
      text: new Int32Array(),
      number: new BigInt64Array(),
      unit: new Int32Array(),
    },
    locations: {
      count: locations.all.length,
      mapping: none,
      address: new BigUint64Array(locations.all.length),
      isFolded: new Uint8Array(locations.all.length),
      lineOffset: Uint32Array.from(lineOffset),
      lineFunction: Int32Array.from(lineFunction),
      lineNumber: Int32Array.from(lineNumber),
      lineColumn: new Int32Array(lineNumber.length),
    },
    functions: {
      count: columns.length,
      name: Int32Array.from(columns, ([name]) => name),
      systemName: Int32Array.from(columns, ([name]) => name),
      filename: Int32Array.from(columns, ([, file]) => file),
      startLine: Int32Array.from(columns, ([, , start]) => start),
    },
    mappings: {
      count: 0,
      start: new BigUint64Array(),
      limit: new BigUint64Array(),
      offset: new BigUint64Array(),
      file: new Int32Array(),
      buildId: new Int32Array(),
      flags: new Uint8Array(),
    },
    timeNanos: 0n,
    durationNanos: 0n,
    periodType: undefined,
    period: 0n,
    comments: [],
    docUrl: '',
    dropFrames: '',
    keepFrames: '',
  };
}

/** Numbers names in the order in which they are first seen. */
class Names {
  readonly all: string[] = [];
  private readonly byName = new Map<string, number>();

  index(name: string): number {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    this.byName.set(name, this.all.length);
    return this.all.push(name) - 1;
  }
}
