// A profile file as any writer may have made it. In: a seed. Out: its bytes, not packed. Invariants: google/pprof accepts
// it; what Heatline's own writer never does is in it, as ids with gaps or of 64 bits, strings that are there twice,
// rows that nobody names, labels of several units, functions without names, and tables in another order.

import { message, stringTable } from '../unit/core/profile/protoMessage';
import { random } from '../unit/core/profile/randomProfile';

type Field = readonly [number, number | bigint | Uint8Array];

const names = [
  'main.main',
  'main.work',
  'runtime.mallocgc',
  'runtime.goexit',
  'net/http.(*conn).serve',
  'example.com/a/b.(*T[...]).Do.func1',
  'std::vector<int>::push_back(int const&)',
  '_ZN3foo3barEv',
  'operator new(unsigned long)',
  'java.util.HashMap.get',
  'a b',
  '[unknown]',
  '',
];
const files = ['/src/main.go', '/src/work.go', '/usr/local/go/src/runtime/malloc.go', 'C:\\go\\x.go', './rel/a.cc', ''];
const binaries = ['/bin/app', '/lib/libc.so.6', '[vdso]', 'C:\\app.exe', ''];
const types = [
  ['samples', 'count'],
  ['cpu', 'nanoseconds'],
  ['inuse_space', 'bytes'],
  ['delay', 'microseconds'],
  ['wall', 'ms'],
  ['thing', ''],
] as const;
const keys = ['bytes', 'request', 'thread', 'alignment', 'trace id', 'key'];
const texts = ['a', 'b', 'GET /x', 'é'];
const units = ['bytes', 'kilobytes', 'seconds', 'x', ''];

class Maker {
  private readonly next: () => number;
  private readonly strings: string[] = [];
  private readonly repeats: boolean;

  constructor(seed: number) {
    this.next = random(seed);
    this.repeats = this.chance(0.5);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** An index of the string table. */
  text(text: string): number {
    if (text === '') return 0;
    const known = this.strings.indexOf(text);
    if (known >= 0 && !(this.repeats && this.chance(0.5))) return known + 1;
    return this.strings.push(text);
  }

  table(): readonly Field[] {
    return stringTable(...this.strings);
  }

  /** Rising by one, with gaps, falling, or of up to 64 bits. */
  ids(count: number): readonly bigint[] {
    const kind = this.below(4);
    let id = 0n;
    return Array.from({ length: count }, (_, i) => {
      if (kind === 0) return BigInt(i + 1);
      if (kind === 1) return (id += BigInt(1 + this.below(5)));
      if (kind === 2) return BigInt(1000 - 3 * i);
      return (BigInt(this.below(2 ** 30)) << 20n) + BigInt(i + 1) + (this.chance(0.2) ? 1n << 63n : 0n);
    });
  }
}

export function randomFile(seed: number): Uint8Array {
  const make = new Maker(seed);
  const first = make.below(types.length - 2);
  const sampleTypes = types.slice(first, first + 1 + make.below(3));
  const mappingIds = make.ids(make.below(4));
  const functionIds = make.ids(2 + make.below(8));
  const locationIds = make.ids(2 + make.below(12));
  const hasLines = make.chance(0.85);
  const tables: readonly (readonly Field[])[] = [
    mappingIds.map((id, i) => [3, mapping(make, id, i)]),
    functionIds.map((id) => [5, fn(make, id)]),
    locationIds.map((id) => [4, location(make, id, mappingIds, hasLines ? functionIds : [])]),
    Array.from({ length: 1 + make.below(25) }, () => [2, sample(make, locationIds, sampleTypes.length)]),
    about(make),
  ];
  return message(
    ...sampleTypes.map(([type, unit]): Field => [1, message([1, make.text(type)], [2, make.text(unit)])]),
    ...(make.chance(0.5) ? tables : [...tables].reverse()).flat(),
    ...make.table(),
  );
}

const mappingSize = 0x100000;

function mapping(make: Maker, id: bigint, i: number): Uint8Array {
  const start = 4 * mappingSize + i * mappingSize;
  return message(
    [1, id],
    [2, start],
    [3, start + mappingSize / 2],
    [4, make.below(3) * 0x1000],
    [5, make.text(make.pick(binaries))],
    [6, make.chance(0.5) ? make.text(`abc${i}`) : 0],
    ...[7, 8, 9, 10].map((field): Field => [field, make.below(2)]),
  );
}

function fn(make: Maker, id: bigint): Uint8Array {
  const name = make.text(make.pick(names));
  return message(
    [1, id],
    [2, name],
    [3, make.chance(0.7) ? name : make.text(make.pick(names))],
    [4, make.text(make.pick(files))],
    [5, make.below(3) * 10],
  );
}

function location(make: Maker, id: bigint, mappingIds: readonly bigint[], functionIds: readonly bigint[]): Uint8Array {
  const m = make.chance(0.8) ? make.below(mappingIds.length) : mappingIds.length;
  const fields: Field[] = [[1, id]];
  if (m < mappingIds.length) fields.push([2, mappingIds[m]]);
  if (make.chance(0.85)) {
    fields.push([3, m < mappingIds.length ? (4 + m) * mappingSize + 16 * make.below(0x80) : make.below(1000)]);
  }
  const lines = functionIds.length === 0 || make.chance(0.1) ? 0 : 1 + (make.chance(0.3) ? make.below(3) : 0);
  for (let k = 0; k < lines; k++) {
    fields.push([4, message([1, make.pick(functionIds)], [2, make.below(60)], [3, make.below(5) * make.below(20)])]);
  }
  if (make.chance(0.1)) fields.push([5, 1]);
  return message(...fields);
}

function sample(make: Maker, locationIds: readonly bigint[], values: number): Uint8Array {
  const depth = make.chance(0.05) ? 0 : 1 + make.below(8);
  const large = (): number => make.below(10 ** (1 + make.below(8)));
  return message(
    ...Array.from({ length: depth }, (): Field => [1, make.pick(locationIds)]),
    ...Array.from({ length: values }, (): Field => [2, make.chance(0.1) ? -large() : large()]),
    ...Array.from({ length: make.chance(0.5) ? make.below(5) : 0 }, (): Field => [3, label(make)]),
  );
}

function label(make: Maker): Uint8Array {
  const key: Field = [1, make.text(make.pick(keys))];
  if (make.chance(0.5)) return message(key, [2, make.text(make.pick(texts))]);
  return message(key, [3, make.below(10 ** (1 + make.below(6)))], [4, make.text(make.pick(units))]);
}

function about(make: Maker): readonly Field[] {
  const fields: Field[] = [];
  if (make.chance(0.5)) fields.push([9, 1_700_000_000_000_000_000n + BigInt(make.below(1e9))]);
  if (make.chance(0.5)) fields.push([10, make.below(1e9) * 10]);
  if (make.chance(0.6)) fields.push([11, message([1, make.text('cpu')], [2, make.text(make.pick(units))])]);
  if (make.chance(0.6)) fields.push([12, make.below(1e7)]);
  if (make.chance(0.3)) fields.push([13, make.text('a comment')], [13, make.text('another')]);
  if (make.chance(0.3)) fields.push([14, make.text(make.pick(['cpu', 'samples', 'nothing']))]);
  if (make.chance(0.15)) fields.push([7, make.text('runtime\\..*')]);
  if (make.chance(0.1)) fields.push([8, make.text('runtime\\.mallocgc')]);
  if (make.chance(0.2)) fields.push([15, make.text('https://example.com/doc')]);
  return fields;
}
