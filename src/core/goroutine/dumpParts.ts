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
  const separators = hasRepeats(scan) ? threadSeparators(bytes) : [];
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
        if (scan.node.data[row] >= 0 && scan.node.data[kept[before]] < 0) kept[before] = row;
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

function hasRepeats(scan: DumpScan): boolean {
  const ids = scan.id.toArray().sort();
  for (let i = 1; i < ids.length; i++) if (ids[i] === ids[i - 1] && ids[i] !== 0) return true;
  return false;
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
