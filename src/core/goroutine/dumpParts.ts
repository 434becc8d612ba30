// Which goroutines of a file belong to which dump. In: a scanned file. Out: the goroutines to keep, and
// each one's dump, counted from 1 (0 where the file holds one dump only). Invariants: a goroutine is
// counted once in a dump; a number that comes again starts the next dump.
//
// Except: with GOTRACEBACK=crash each thread of a process tells of its goroutines in turn, after a line
// `-----`, and repeats those that another thread could only name ("stack unavailable"). That is one dump;
// the description with a stack is kept.

import { rowFlag, type DumpScan } from './dumpTables';

export interface DumpParts {
  /** Rows of the scan, in file order. */
  readonly rows: Int32Array;
  readonly dump: Int32Array;
  readonly dumpCount: number;
}

export function partsOf(scan: DumpScan, bytes: Uint8Array): DumpParts {
  const kept = new Int32Array(scan.count);
  const dump = new Int32Array(scan.count);
  if (!hasRepeats(scan)) return { rows: kept.map((_, row) => row), dump, dumpCount: Math.min(scan.count, 1) };
  const separators = threadSeparators(bytes);
  let seen = new Map<number, number>();
  let dumpCount = Math.min(scan.count, 1);
  let length = 0;
  let separator = 0;
  /** A `-----` stood since this dump began. */
  let threads = false;
  for (let row = 0; row < scan.count; row++) {
    for (; separator < separators.length && separators[separator] < scan.at.data[row]; separator++) threads = true;
    const id = scan.id.data[row];
    // Number 0 is every thread's own scheduling stack.
    const before = id === 0 ? undefined : seen.get(id);
    if (before !== undefined) {
      const bare = (scan.flags.data[kept[before]] & rowFlag.unavailable) !== 0;
      if (bare || threads) {
        if (scan.stack.data[row] >= 0 && scan.stack.data[kept[before]] < 0) kept[before] = row;
        continue;
      }
      dumpCount++;
      seen = new Map();
      threads = false;
    }
    if (id !== 0) seen.set(id, length);
    dump[length] = dumpCount;
    kept[length++] = row;
  }
  const dumps = dump.slice(0, length);
  return { rows: kept.slice(0, length), dump: dumpCount > 1 ? dumps : dumps.fill(0), dumpCount };
}

/** Whether a number other than 0 is there twice. Numbers that were chosen to collide are sorted instead. */
function hasRepeats({ id: { data: ids }, count }: DumpScan): boolean {
  const rows = new Int32Array(2 ** Math.ceil(Math.log2(4 * count + 1)));
  for (let row = 0; row < count; row++) {
    if (ids[row] === 0) continue;
    const hash = Math.imul(ids[row], 0x9e3779b1);
    let slot = (hash ^ (hash >>> 15)) & (rows.length - 1);
    for (let probe = 0; rows[slot] !== 0; probe++) {
      if (ids[rows[slot] - 1] === ids[row]) return true;
      if (probe === mostProbes) return hasEqualNeighbours(ids.slice(0, count).sort());
      slot = (slot + 1) & (rows.length - 1);
    }
    rows[slot] = row + 1;
  }
  return false;
}

const mostProbes = 64;

function hasEqualNeighbours(ids: Float64Array): boolean {
  return ids.some((id, i) => id !== 0 && id === ids[i + 1]);
}

/** Where lines of exactly five dashes stand. */
function threadSeparators(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let p = 0; p < bytes.length; p++) {
    if (bytes[p] !== 0x2d || (p > 0 && bytes[p - 1] !== 0x0a)) continue;
    let end = p;
    while (bytes[end] === 0x2d) end++;
    if (end - p === 5 && (bytes[end] === 0x0a || bytes[end] === 0x0d)) found.push(p);
    p = end;
  }
  return found;
}
