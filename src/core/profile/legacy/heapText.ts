// Heap profiles as text: Go's `heap?debug=1`, tcmalloc's heapz and growthz. In: bytes. Out: objects and
// bytes, allocated and in use where the file has both, with the size of a block as the label `bytes`.
// Invariant: sampled counts are scaled to what the program allocated, as `go tool pprof` does.
//
//   heap profile: 1: 96 [3: 1114208] @ heap/1048576
//   1: 96 [1: 96] @ 0x489f25 0x421f05

import { malformed } from '../../wire/errors';
import type { Decoded, ValueType } from '../profile';
import { AddressSamples } from './addressSamples';
import { GoSymbols } from './goSymbols';
import { pushAddresses } from './hexAddresses';
import { decoded } from './legacyWarnings';
import { allocatorFrames, keptRuntimeFrames } from './legacyFacts';
import { isMapSentinel, readMappingsAfter } from './memoryMap';
import { TextLines } from './textLines';

interface HeapHeader {
  /** Mean bytes between samples; 0 or 1 where nothing has to be scaled. */
  readonly rate: number;
  readonly period: number;
  readonly hasAllocated: boolean;
}

export function looksLikeHeapText(bytes: Uint8Array): boolean {
  const lines = new TextLines(bytes);
  return lines.advance() && lines.startsWith('heap profile: ') && headerOf(lines) !== undefined;
}

/** Undefined for a sampling scheme that nobody knows how to scale. */
function headerOf(lines: TextLines): HeapHeader | undefined {
  lines.p = lines.from + 'heap profile: '.length;
  const counts = fourNumbers(lines);
  if (counts === undefined) return undefined;
  lines.skipBlanks();
  const from = lines.p;
  while (lines.p < lines.to && !lines.hasAt(lines.p, '/') && !lines.hasAt(lines.p, ' ')) lines.p++;
  const scheme = lines.text(from, lines.p);
  const period = lines.take('/') ? (lines.integer() ?? 0) : 0;
  const [objects, space, allocatedObjects, allocatedSpace] = counts;
  const hasAllocated =
    (allocatedObjects !== objects && allocatedObjects !== 0) || (allocatedSpace !== space && allocatedSpace !== 0);
  switch (scheme) {
    case 'heapz_v2':
    case 'heap_v2':
      return { rate: period, period, hasAllocated };
    case 'heap': {
      // Go writes twice its rate, as C++ profilers of that time did.
      const half = Math.trunc(period / 2);
      return { rate: half, period: half, hasAllocated };
    }
    case 'heapprofile':
      return { rate: 0, period: 1, hasAllocated };
    case 'growth':
    case 'growthz':
    case 'fragmentation':
    case 'fragmentationz':
      return { rate: 0, period: 1, hasAllocated: false };
    default:
      return undefined;
  }
}

/** `N: N [N: N] @` */
function fourNumbers(lines: TextLines): readonly [number, number, number, number] | undefined {
  const numbers: number[] = [];
  for (const behind of [':', '[', ':', ']']) {
    lines.skipBlanks();
    const number = lines.integer();
    lines.skipBlanks();
    if (number === undefined || !lines.take(behind)) return undefined;
    numbers.push(number);
  }
  lines.skipBlanks();
  return lines.take('@') ? (numbers as unknown as [number, number, number, number]) : undefined;
}

export function parseHeapText(bytes: Uint8Array): Decoded {
  const lines = new TextLines(bytes);
  const header = lines.advance() && lines.startsWith('heap profile: ') ? headerOf(lines) : undefined;
  if (header === undefined) throw malformed('the header of the heap profile', 0);
  const samples = new AddressSamples(header.hasAllocated ? 4 : 2);
  const symbols = new GoSymbols(lines, samples, true);
  let isCut = false;
  while (lines.advance()) {
    if (lines.isBlankOrComment) {
      symbols.comment();
      continue;
    }
    if (isMapSentinel(lines)) break;
    symbols.endRecord();
    if (!addRecord(lines, samples, header)) {
      if (!lines.isLast) throw malformed('a record of the heap profile', lines.from);
      isCut = true;
    }
  }
  symbols.endRecord();
  return decoded(
    samples.build(
      {
        sampleTypes: header.hasAllocated ? [...named('alloc_'), ...named('inuse_')] : named(''),
        periodType: { type: 'space', unit: 'bytes' },
        period: BigInt(header.period),
        dropFrames: allocatorFrames,
        keepFrames: keptRuntimeFrames,
      },
      { symbols: symbols.finish(), mappings: readMappingsAfter(lines) },
    ),
    isCut,
  );
}

function named(prefix: string): ValueType[] {
  return [
    { type: `${prefix}objects`, unit: 'count' },
    { type: `${prefix}space`, unit: 'bytes' },
  ];
}

function addRecord(lines: TextLines, samples: AddressSamples, header: HeapHeader): boolean {
  const numbers = fourNumbers(lines);
  if (numbers === undefined) return false;
  const [objects, space, allocatedObjects, allocatedSpace] = numbers;
  const values: number[] = [];
  let blockSize = 0;
  const pairs = header.hasAllocated ? [[allocatedObjects, allocatedSpace]] : [];
  for (const [count, size] of [...pairs, [objects, space]]) {
    if (count === 0 && size !== 0) throw malformed('bytes without objects', lines.from);
    if (count !== 0) blockSize = Math.trunc(size / count);
    values.push(...scaled(count, size, header.rate));
  }
  const from = samples.stack.length;
  pushAddresses(lines, samples, 1, 1);
  samples.addSample(from, values);
  samples.blockSize.push(BigInt(blockSize));
  return true;
}

/**
 * Undoes the sampling: with a mean of `rate` bytes between samples, a block of S bytes is in the profile with
 * the probability 1 - e^(-S / rate).
 */
export function scaled(count: number, size: number, rate: number): readonly [number, number] {
  if (rate <= 1) return [count, size];
  if (count === 0 || size === 0) return [0, 0];
  const scale = 1 / (1 - Math.exp(-(size / count) / rate));
  return [Math.trunc(count * scale), Math.trunc(size * scale)];
}
