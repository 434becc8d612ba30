// Which mapping an address is in. In: mappings in file order, and addresses. Out: the mappings as
// `go tool pprof` keeps them (pieces of one file joined, the program first), and each address's mapping.
// Invariant: an address that no mapping covers gets one that covers everything, made up for it, as Go's
// old text profiles have no table at all; address 0 gets none.

import { firstIndex } from '../../../base/bisect';

export interface MemoryMapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly file: string;
  readonly buildId: string;
}

export interface AssignedMappings {
  readonly mappings: readonly MemoryMapping[];
  /** By position in the addresses: a row of `mappings`, -1 for none. */
  readonly of: Int32Array;
}

const everything: MemoryMapping = { start: 0n, limit: 2n ** 64n - 1n, offset: 0n, file: '', buildId: '' };
const usualStart = 0x400000n;
/** A writer that cuts off the starts of more mappings than this is not one whose mappings can be mended. */
const mendings = 64;

export function assignMappings(raw: readonly MemoryMapping[], addresses: readonly bigint[]): AssignedMappings {
  const mappings = withUsualStart(programFirst(joined(raw)));
  const of = new Int32Array(addresses.length).fill(-1);
  let find = finder(mappings);
  let mended = 0;
  let madeUp = -1;
  for (let i = 0; i < addresses.length; i++) {
    const address = addresses[i];
    if (address === 0n) continue;
    of[i] = find(address);
    if (of[i] >= 0) continue;
    if (madeUp < 0 && mended < mendings) {
      // Some writers left out the first part of a mapping that was split.
      const at = mappings.findIndex(
        (m) => m.offset !== 0n && address < m.start && BigInt.asUintN(64, m.start - m.offset) <= address,
      );
      if (at >= 0) {
        mended++;
        mappings[at] = {
          ...mappings[at],
          start: BigInt.asUintN(64, mappings[at].start - mappings[at].offset),
          offset: 0n,
        };
        find = finder(mappings);
        of[i] = at;
        continue;
      }
    }
    if (madeUp < 0) madeUp = mappings.push(everything) - 1;
    of[i] = madeUp;
  }
  return { mappings, of };
}

/** Neighbours that are one file's continue each other. */
function joined(raw: readonly MemoryMapping[]): MemoryMapping[] {
  const out: MemoryMapping[] = [];
  for (const next of raw) {
    const last = out.at(-1);
    if (last === undefined || !continues(last, next)) out.push(next);
    else {
      out[out.length - 1] = {
        ...last,
        limit: next.limit,
        file: next.file === '' ? last.file : next.file,
        buildId: next.buildId === '' ? last.buildId : next.buildId,
      };
    }
  }
  return out;
}

function continues(a: MemoryMapping, b: MemoryMapping): boolean {
  const differ = (x: string, y: string): boolean => x !== '' && y !== '' && x !== y;
  if (differ(a.file, b.file) || differ(a.buildId, b.buildId) || a.limit !== b.start) return false;
  return a.offset === 0n || b.offset === 0n || BigInt.asUintN(64, a.offset + a.limit - a.start) === b.offset;
}

/** The first file that is no library and no `[vdso]` is taken for the program, and changes places with the first. */
function programFirst(mappings: MemoryMapping[]): MemoryMapping[] {
  const main = mappings.findIndex(({ file }) => {
    const name = file.replaceAll('(deleted)', '').trim();
    return name !== '' && !name.startsWith('[') && !isLibrary(name);
  });
  if (main > 0) [mappings[0], mappings[main]] = [mappings[main], mappings[0]];
  return mappings;
}

function isLibrary(file: string): boolean {
  return file.endsWith('.so') || /\.so[._][0-9]/.test(file);
}

/** Huge pages in front of the program, and a start moved by remapping, are put right as pprof does. */
function withUsualStart(all: MemoryMapping[]): MemoryMapping[] {
  const remapped = all.length > 1 && all[0].file.startsWith('/anon_hugepage') && all[0].limit === all[1].start;
  const mappings = remapped ? all.slice(1) : all;
  const first = mappings.at(0);
  if (first !== undefined && BigInt.asUintN(64, first.start - first.offset) === usualStart) {
    mappings[0] = { ...first, start: usualStart, offset: 0n };
  }
  return mappings;
}

/** Look-up of the first mapping that covers an address: the edges of all mappings cut memory into pieces. */
function finder(mappings: readonly MemoryMapping[]): (address: bigint) => number {
  const edges = [...new Set(mappings.flatMap((m) => [m.start, m.limit]))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const pieceOf = (address: bigint): number => firstIndex(0, edges.length, (i) => edges[i] > address) - 1;
  const owner = new Int32Array(edges.length).fill(-1);
  /** The next piece that nobody owns yet, so that each is painted once. */
  const free = Int32Array.from({ length: edges.length + 1 }, (_, i) => i);
  const nextFree = (piece: number): number => {
    let p = piece;
    while (free[p] !== p) {
      free[p] = free[free[p]];
      p = free[p];
    }
    return p;
  };
  mappings.forEach((mapping, i) => {
    if (mapping.start >= mapping.limit) return;
    const end = pieceOf(mapping.limit);
    for (let p = nextFree(pieceOf(mapping.start)); p < end; p = nextFree(p)) {
      owner[p] = i;
      free[p] = p + 1;
    }
  });
  return (address) => {
    const piece = pieceOf(address);
    return piece < 0 ? -1 : owner[piece];
  };
}
