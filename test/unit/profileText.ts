// Draw the profile: columns of names are stacks, root first, two blanks apart. In: a drawing. Out: a Profile.
// Attributes stand in brackets, separated by commas:
//   l:10 line · f:main.go file · s:5 start line · m:app binary · a:40 address (hex) · inl inlined into the frame above
//
//   profileFromText(`main  main
//                    work  idle[l:7]`, { values: [10, 20] })
//
// Invariant: equal frames are one function and equal locations one location, as Go writes profiles.

import type { LabelColumns, Profile, ValueType } from '../../src/core/profile/profile';
import { StringTable } from '../../src/core/profile/stringTable';

export type LabelValue = string | readonly [number, string] | readonly string[];

export interface Drawing {
  /** Per column: one value, or one a sample type. Default 1 each. */
  readonly values?: readonly (number | readonly number[])[];
  readonly types?: readonly ValueType[];
  /** Per column: labels; a pair is a number and its unit. */
  readonly labels?: readonly Readonly<Record<string, LabelValue>>[];
  /** Samples without any frame, behind the drawn ones: one value a sample type each. */
  readonly empty?: readonly (readonly number[])[];
  readonly header?: Partial<Profile>;
}

interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly binary: string;
  readonly address: bigint;
  readonly inlined: boolean;
  /** `?`: an address without symbols. */
  readonly bare: boolean;
}

class Interned {
  private readonly rows = new Map<string, number>();
  index(key: string): number {
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    this.rows.set(key, this.rows.size);
    return this.rows.size - 1;
  }
  get keys(): string[] {
    return [...this.rows.keys()];
  }
}

export function profileFromText(text: string, drawing: Drawing = {}): Profile {
  const columns = columnsOf(text);
  const types = drawing.types ?? [{ type: 'samples', unit: 'count' }];
  const strings = new Interned();
  strings.index('');
  const functions = new Interned();
  const binaries = new Interned();
  const locations = new Interned();
  const stacks = columns.map((frames) =>
    locationsOf(frames)
      .map((lines) => {
        const { binary, address, bare } = lines[lines.length - 1];
        const mapping = binary === '' ? -1 : binaries.index(binary);
        const shown = bare ? [] : lines;
        const of = shown.map((f) => [functions.index(JSON.stringify([f.name, f.file, f.start])), f.line]);
        return locations.index(JSON.stringify([mapping, String(address), of]));
      })
      .reverse(),
  );
  const empty = drawing.empty ?? [];
  const values = columns
    .map((_, i) => drawing.values?.[i] ?? 1)
    .map((v) => (typeof v === 'number' ? types.map(() => v) : v));
  const all = [...values, ...empty];
  const rows = functions.keys.map((key) => JSON.parse(key) as [string, string, number]);
  const places = locations.keys.map((key) => JSON.parse(key) as [number, string, [number, number][]]);
  const labels = labelColumns(
    [...columns, ...empty].map((_, i) => drawing.labels?.[i] ?? {}),
    strings,
  );
  const column = (numbers: readonly number[]): Int32Array => Int32Array.from(numbers);
  const profile = {
    sampleTypes: types,
    defaultSampleType: '',
    samples: {
      count: all.length,
      stackOffset: offsets([...stacks, ...empty.map(() => [])]),
      stackLocation: column(stacks.flat()),
      values: types.map((_, t) => Float64Array.from(all, (v) => v[t])),
      labelOffset: labels.offset,
    },
    labels: labels.columns,
    locations: {
      count: places.length,
      mapping: column(places.map(([mapping]) => mapping)),
      address: BigUint64Array.from(places, ([, address]) => BigInt(address)),
      isFolded: new Uint8Array(places.length),
      lineOffset: offsets(places.map(([, , lines]) => lines)),
      lineFunction: column(places.flatMap(([, , lines]) => lines.map(([f]) => f))),
      lineNumber: column(places.flatMap(([, , lines]) => lines.map(([, line]) => line))),
      lineColumn: column(places.flatMap(([, , lines]) => lines.map(() => 0))),
    },
    functions: {
      count: rows.length,
      name: column(rows.map(([name]) => strings.index(name))),
      systemName: column(rows.map(([name]) => strings.index(name))),
      filename: column(rows.map(([, file]) => strings.index(file))),
      startLine: column(rows.map(([, , start]) => start)),
    },
    mappings: {
      count: binaries.keys.length,
      start: new BigUint64Array(binaries.keys.length),
      limit: BigUint64Array.from(binaries.keys, () => 0x100000n),
      offset: new BigUint64Array(binaries.keys.length),
      file: column(binaries.keys.map((file) => strings.index(file))),
      buildId: new Int32Array(binaries.keys.length),
      flags: Uint8Array.from(binaries.keys, () => 15),
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
  return { ...profile, ...drawing.header, strings: StringTable.from(strings.keys) };
}

/** One line a sample: `root;…;leaf value`, in the order of the samples; values of several types by commas. */
export function stacksText(profile: Profile): string[] {
  const { samples, locations, functions, strings } = profile;
  return Array.from({ length: samples.count }, (_, i) => {
    const names: string[] = [];
    for (let k = samples.stackOffset[i + 1] - 1; k >= samples.stackOffset[i]; k--) {
      const l = samples.stackLocation[k];
      const [begin, end] = [locations.lineOffset[l], locations.lineOffset[l + 1]];
      if (begin === end) names.push(`0x${locations.address[l].toString(16)}`);
      for (let q = end - 1; q >= begin; q--) names.push(strings.text(functions.name[locations.lineFunction[q]]));
    }
    return `${names.join(';')} ${samples.values.map((values) => values[i]).join()}`;
  });
}

function columnsOf(text: string): readonly (readonly Frame[])[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map((line) => line.trim().split(/ {2,}/));
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, i) =>
    rows.flatMap((row) => (row.length > i && row[i] !== '-' ? [frameOf(row[i])] : [])),
  );
}

function frameOf(word: string): Frame {
  const [, name, list] = /^(.*?)(?:\[([^[\]]*)\])?$/.exec(word) as unknown as [string, string, string | undefined];
  const attributes = new Map((list ?? '').split(',').map((pair) => pair.split(':') as [string, string | undefined]));
  return {
    name: name === '?' ? '' : name,
    file: attributes.get('f') ?? '',
    line: Number(attributes.get('l') ?? 0),
    start: Number(attributes.get('s') ?? 0),
    binary: attributes.get('m') ?? '',
    address: BigInt(`0x${attributes.get('a') ?? '0'}`),
    inlined: attributes.has('inl'),
    bare: name === '?',
  };
}

/** Frames, root first, to locations: lists of lines, innermost first. */
function locationsOf(frames: readonly Frame[]): readonly (readonly Frame[])[] {
  const out: Frame[][] = [];
  for (const frame of frames) {
    if (frame.inlined && out.length > 0) out[out.length - 1].unshift(frame);
    else out.push([frame]);
  }
  return out;
}

function offsets(lists: readonly (readonly unknown[])[]): Uint32Array {
  const out = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => (out[i + 1] = out[i] + list.length));
  return out;
}

function labelColumns(
  samples: readonly Readonly<Record<string, LabelValue>>[],
  strings: Interned,
): { readonly offset: Uint32Array; readonly columns: LabelColumns } {
  const lists = samples.map((labels) =>
    Object.entries(labels).flatMap(([key, value]) => {
      const values = typeof value === 'string' ? [value] : typeof value[0] === 'number' ? [value] : (value as string[]);
      return values.map((one) => ({
        key: strings.index(key),
        text: typeof one === 'string' ? strings.index(one) : -1,
        number: typeof one === 'string' ? 0n : BigInt(one[0]),
        unit: typeof one === 'string' ? 0 : strings.index(one[1]),
      }));
    }),
  );
  const rows = lists.flat();
  return {
    offset: offsets(lists),
    columns: {
      count: rows.length,
      key: Int32Array.from(rows, (row) => row.key),
      text: Int32Array.from(rows, (row) => row.text),
      number: BigInt64Array.from(rows, (row) => row.number),
      unit: Int32Array.from(rows, (row) => row.unit),
    },
  };
}
