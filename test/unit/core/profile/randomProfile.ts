// Profiles for properties. In: a seed. Out: a Profile with everything the format has: inlined frames,
// labels of both kinds, negative and large values, empty stacks, several mappings, recursion.

import type { Profile } from '../../../../src/core/profile/profile';
import { StringTable } from '../../../../src/core/profile/stringTable';

/** A small generator of numbers, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function randomProfile(seed: number, size = 40): Profile {
  const next = random(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const strings: string[] = [''];
  const text = (s: string): number => {
    const known = strings.indexOf(s);
    return known >= 0 ? known : strings.push(s) - 1;
  };
  const fill = (n: number, value: (i: number) => number): Int32Array =>
    Int32Array.from({ length: n }, (_, i) => value(i));
  const csr = (n: number, most: number): Uint32Array => {
    const out = new Uint32Array(n + 1);
    for (let i = 0; i < n; i++) out[i + 1] = out[i] + below(most + 1);
    return out;
  };

  const functionCount = 1 + below(12);
  const mappingCount = below(3);
  const locationCount = 1 + below(20);
  const sampleCount = below(size);
  const lineOffset = csr(locationCount, 3);
  const lines = lineOffset[locationCount];
  const stackOffset = csr(sampleCount, 12);
  const labelOffset = csr(sampleCount, 2);
  const labelCount = labelOffset[sampleCount];
  const labelText = fill(labelCount, () => (below(2) === 0 ? text(`text${below(4)}`) : -1));
  const numeric = (i: number): boolean => labelText[i] === -1;

  return {
    functions: {
      count: functionCount,
      name: fill(functionCount, (i) => text(below(9) === 0 ? 'main.shared' : `main.f${i}`)),
      systemName: fill(functionCount, (i) => text(`sys${i}`)),
      filename: fill(functionCount, () => text(`/src/file${below(3)}.go`)),
      startLine: fill(functionCount, () => below(100)),
    },
    locations: {
      count: locationCount,
      mapping: fill(locationCount, () => below(mappingCount + 1) - 1),
      address: BigUint64Array.from({ length: locationCount }, () => BigInt(below(2 ** 31)) << BigInt(below(33))),
      isFolded: Uint8Array.from({ length: locationCount }, () => below(2)),
      lineOffset,
      lineFunction: fill(lines, () => below(functionCount)),
      lineNumber: fill(lines, () => below(500)),
      lineColumn: fill(lines, () => below(80)),
    },
    mappings: {
      count: mappingCount,
      start: BigUint64Array.from({ length: mappingCount }, () => 0xffffffff81000000n + BigInt(below(9))),
      limit: BigUint64Array.from({ length: mappingCount }, () => 0xffffffffff000000n),
      offset: BigUint64Array.from({ length: mappingCount }, () => BigInt(below(4096))),
      file: fill(mappingCount, (i) => text(`/bin/app${i}`)),
      buildId: fill(mappingCount, () => text('abcdef')),
      flags: Uint8Array.from({ length: mappingCount }, () => below(16)),
    },
    samples: {
      count: sampleCount,
      stackOffset,
      stackLocation: fill(stackOffset[sampleCount], () => below(locationCount)),
      values: [
        Float64Array.from({ length: sampleCount }, () => below(100)),
        Float64Array.from({ length: sampleCount }, () => (below(5) === 0 ? -below(1e6) : below(2 ** 40))),
      ],
      labelOffset,
    },
    labels: {
      count: labelCount,
      key: fill(labelCount, () => text(`key${below(3)}`)),
      text: labelText,
      number: BigInt64Array.from({ length: labelCount }, (_, i) =>
        numeric(i) ? BigInt(below(1000) - 500) << 40n : 0n,
      ),
      unit: fill(labelCount, (i) => (numeric(i) && below(2) === 0 ? text('bytes') : 0)),
    },
    sampleTypes: [
      { type: 'samples', unit: 'count' },
      { type: 'cpu', unit: 'nanoseconds' },
    ],
    defaultSampleType: below(2) === 0 ? '' : 'samples',
    timeNanos: 1_700_000_000_123_456_789n,
    durationNanos: BigInt(below(1e9)),
    periodType: { type: 'cpu', unit: 'nanoseconds' },
    period: 10_000_000n,
    comments: below(2) === 0 ? [] : ['made by a test', 'second'],
    docUrl: '',
    dropFrames: below(2) === 0 ? '' : 'runtime\\..*',
    keepFrames: '',
    strings: StringTable.from(strings),
  };
}

/** Everything a profile says, as plain data with its strings in place, so that two can be compared. */
export function contentOf(p: Profile): unknown {
  const text = (i: number): string => p.strings.text(i);
  const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  const { functions: f, locations: l, mappings: m, samples: s, labels } = p;
  return {
    header: [p.sampleTypes, p.defaultSampleType, p.timeNanos, p.durationNanos, p.periodType, p.period],
    texts: [p.comments, p.docUrl, p.dropFrames, p.keepFrames],
    functions: range(f.count).map((i) => [text(f.name[i]), text(f.systemName[i]), text(f.filename[i]), f.startLine[i]]),
    mappings: range(m.count).map((i) => [
      m.start[i],
      m.limit[i],
      m.offset[i],
      text(m.file[i]),
      text(m.buildId[i]),
      m.flags[i],
    ]),
    locations: range(l.count).map((i) => [
      l.mapping[i],
      l.address[i],
      l.isFolded[i],
      range(l.lineOffset[i + 1] - l.lineOffset[i]).map((q) => {
        const at = l.lineOffset[i] + q;
        return [l.lineFunction[at], l.lineNumber[at], l.lineColumn[at]];
      }),
    ]),
    samples: range(s.count).map((i) => [
      [...s.stackLocation.subarray(s.stackOffset[i], s.stackOffset[i + 1])],
      s.values.map((column) => column[i]),
      range(s.labelOffset[i + 1] - s.labelOffset[i]).map((q) => {
        const at = s.labelOffset[i] + q;
        return [
          text(labels.key[at]),
          labels.text[at] < 0 ? null : text(labels.text[at]),
          labels.number[at],
          text(labels.unit[at]),
        ];
      }),
    ]),
  };
}
