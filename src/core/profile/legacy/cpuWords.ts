// The binary CPU profile of gperftools (profilez), which old Go wrote as well, as words. In: bytes.
// Out: samples as addresses, and where the text behind them starts. Invariants: words are 32 or 64 bits of
// either endianness, told by the header 0, 3, 0 or 1, period, 0; a word past the end of the file is never
// made up.
//
// A record is: how often, how many addresses, the addresses from the leaf on. The last one is 0, 1, 0.

import { malformed } from '../../wire/errors';
import type { AddressSamples } from './addressSamples';

export interface CpuHeader {
  readonly words: CpuWords;
  readonly isJava: boolean;
  /** Microseconds between samples. */
  readonly period: number;
}

export class CpuWords {
  /** Byte offset of the next word. */
  at = 0;
  /** Halves of the word read last. */
  high = 0;
  low = 0;
  private readonly view: DataView;

  constructor(
    bytes: Uint8Array,
    readonly size: 4 | 8,
    private readonly littleEndian: boolean,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return Math.floor((this.view.byteLength - this.at) / this.size);
  }

  /** Reads a word; false where none is left. Beyond 2^53 the value is not exact, the halves are. */
  next(): boolean {
    if (this.left === 0) return false;
    const { view, at, littleEndian } = this;
    if (this.size === 4) {
      this.high = 0;
      this.low = view.getUint32(at, littleEndian);
    } else {
      this.high = view.getUint32(littleEndian ? at + 4 : at, littleEndian);
      this.low = view.getUint32(littleEndian ? at : at + 4, littleEndian);
    }
    this.at += this.size;
    return true;
  }

  get value(): number {
    return this.high * 2 ** 32 + this.low;
  }
}

const headerWords = 5;

/** Undefined if the bytes are no such profile. */
export function cpuHeaderOf(bytes: Uint8Array): CpuHeader | undefined {
  for (const size of [4, 8] as const) {
    for (const littleEndian of [true, false]) {
      const words = new CpuWords(bytes, size, littleEndian);
      if (words.left < headerWords) continue;
      const values = Array.from({ length: headerWords }, () => (words.next() ? words.value : NaN));
      const [zero, three, kind, period, padding] = values;
      if (zero !== 0 || three !== 3 || kind > 1 || period <= 0 || padding !== 0) continue;
      return { words, isJava: kind === 1, period };
    }
  }
  return undefined;
}

/**
 * Reads all records.
 *
 * @param callers by how much addresses above the leaf are lowered: 1 where they are return addresses
 * @returns false if the file ends inside a record, which is then left out
 */
export function readCpuRecords(words: CpuWords, samples: AddressSamples, callers: 0 | 1, periodNanos: number): boolean {
  while (words.left > 0) {
    const start = words.at;
    const count = words.next() ? words.value : 0;
    if (!words.next()) return false;
    const depth = words.value;
    // As in pprof: a depth beyond the rest of the file is nonsense, one that is merely cut off is not.
    if (depth * 4 > words.left * words.size) throw malformed('a stack longer than the file', start);
    if (depth > words.left) return false;
    const from = samples.stack.length;
    for (let i = 0; i < depth; i++) {
      words.next();
      if (count === 0 && depth === 1 && words.value === 0) return true;
      samples.stack.push(samples.addressId(words.high, words.low, i > 0 ? callers : 0));
    }
    samples.addSample(from, [count, count * periodNanos]);
  }
  return true;
}
