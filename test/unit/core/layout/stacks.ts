// A profile written as text. In: one stack a line, root first: `main:3 work:12 sum:5 | 30 3`, a number behind the colon
// is the line, `~` before a name says that the frame is inlined into the one before it, the values follow the bar (one
// value stands for all sample types).
// Out: a Profile as a decoder would make it. Invariant: equal lines of equal functions are one location.
import { buildPlacedTree, type CallTree, type NodeIndex } from '../../../../src/core/analyze/callTree';
import { buildFrames, type FrameTable } from '../../../../src/core/analyze/frames';
import { StringTable } from '../../../../src/core/profile/stringTable';
import type { Profile, ValueType } from '../../../../src/core/profile/profile';

const cpu: readonly ValueType[] = [
  { type: 'samples', unit: 'count' },
  { type: 'cpu', unit: 'nanoseconds' },
];

export function profileFromText(text: string, sampleTypes: readonly ValueType[] = cpu): Profile {
  const strings = new Index<string>((s) => s);
  strings.add('');
  const functions = new Index<string>((s) => s);
  const locations = new Index<readonly Line[]>((lines) => JSON.stringify(lines));
  const stackOffset = [0];
  const stackLocation: number[] = [];
  const values: number[][] = sampleTypes.map(() => []);

  for (const row of text.split('\n')) {
    if (row.trim() === '') continue;
    const [stack = '', numbers = ''] = row.split('|');
    const groups: Line[][] = [];
    for (const word of stack.trim().split(/\s+/).filter(Boolean)) {
      const [name = '', line = '0'] = word.replace(/^~/, '').split(':');
      const entry = { function: functions.add(name), line: Number(line) };
      if (word.startsWith('~')) groups.at(-1)?.unshift(entry);
      else groups.push([entry]);
    }
    for (const group of groups.reverse()) stackLocation.push(locations.add(group));
    stackOffset.push(stackLocation.length);
    const parsed = numbers.trim().split(/\s+/).map(Number);
    values.forEach((column, i) => column.push(i < parsed.length ? parsed[i] : parsed[0]));
  }

  const lines = locations.items.flat();
  const lineOffset = [0];
  for (const each of locations.items) lineOffset.push((lineOffset.at(-1) ?? 0) + each.length);
  const names = functions.items.map((name) => strings.add(name));
  const files = functions.items.map((name) => strings.add(`/src/${name.split('.')[0] ?? ''}.go`));
  const none = { count: 0 };
  return {
    strings: StringTable.from(strings.items),
    sampleTypes,
    defaultSampleType: '',
    samples: {
      count: stackOffset.length - 1,
      stackOffset: Uint32Array.from(stackOffset),
      stackLocation: Int32Array.from(stackLocation),
      values: values.map((column) => Float64Array.from(column)),
      labelOffset: new Uint32Array(stackOffset.length),
    },
    labels: { ...none, key: i32(0), text: i32(0), number: new BigInt64Array(0), unit: i32(0) },
    locations: {
      count: locations.items.length,
      mapping: i32(locations.items.length).fill(-1),
      address: new BigUint64Array(locations.items.length),
      isFolded: new Uint8Array(locations.items.length),
      lineOffset: Uint32Array.from(lineOffset),
      lineFunction: Int32Array.from(lines.map((l) => l.function)),
      lineNumber: Int32Array.from(lines.map((l) => l.line)),
      lineColumn: i32(lines.length),
    },
    functions: {
      count: names.length,
      name: Int32Array.from(names),
      systemName: Int32Array.from(names),
      filename: Int32Array.from(files),
      startLine: i32(names.length).fill(1),
    },
    mappings: {
      ...none,
      start: new BigUint64Array(0),
      limit: new BigUint64Array(0),
      offset: new BigUint64Array(0),
      file: i32(0),
      buildId: i32(0),
      flags: new Uint8Array(0),
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

export interface Built {
  readonly profile: Profile;
  readonly frames: FrameTable;
  readonly tree: CallTree;
  readonly nodeOf: Int32Array;
  /** The node at a path of names, e.g. `main/work`. */
  readonly at: (path: string) => NodeIndex;
  readonly name: (node: number | undefined) => string;
}

export function build(text: string, sampleType = 1): Built {
  const profile = profileFromText(text);
  const frames = buildFrames(profile, 'functions');
  const { tree, nodeOf } = buildPlacedTree(profile, frames, sampleType);
  const pathOf = (node: number): string =>
    node <= 0 ? '' : `${pathOf(tree.parent[node])}/${frames.name[tree.frame[node]]}`;
  return {
    profile,
    frames,
    tree,
    nodeOf,
    at: (path) => {
      for (let node = 0; node < tree.count; node++) if (pathOf(node) === (path && `/${path}`)) return node as NodeIndex;
      throw new Error(`no node ${path}`);
    },
    name: (node) => (node === undefined ? 'none' : node === 0 ? 'root' : frames.name[tree.frame[node]]),
  };
}

interface Line {
  readonly function: number;
  readonly line: number;
}

class Index<T> {
  readonly items: T[] = [];
  private readonly known = new Map<string, number>();

  constructor(private readonly keyOf: (item: T) => string) {}

  add(item: T): number {
    const key = this.keyOf(item);
    const index = this.known.get(key) ?? this.items.push(item) - 1;
    this.known.set(key, index);
    return index;
  }
}

function i32(length: number): Int32Array {
  return new Int32Array(length);
}
