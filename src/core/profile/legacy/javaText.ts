// Heap and contention profiles of Java programs as text. In: bytes. Out: objects and bytes in use, or
// contentions and delay, in the unit that the file names. Invariant: values are scaled as `go tool pprof`
// does; locations lose their numbers, which mean nothing outside of the file.
//
//   --- heapz 1 ---
//   format = java
//   resolution = bytes
//             7048     1 @ 0x00000003 0x00000004

import { invalid, malformed } from '../../wire/errors';
import type { Decoded, ValueType } from '../profile';
import { AddressSamples } from './addressSamples';
import { scaled } from './heapText';
import { pushAddresses } from './hexAddresses';
import { javaSymbols } from './javaSymbols';
import { allocatorFrames, keptRuntimeFrames, lockFrames } from './legacyFacts';
import { decoded } from './legacyWarnings';
import { TextLines } from './textLines';

/** The agent samples an object about every half MiB. */
const javaRate = 524288;

interface JavaFacts {
  readonly kind: 'heap' | 'contention';
  sampleTypes: readonly ValueType[];
  periodType: ValueType;
  period: number;
  milliseconds: number;
}

const kinds = { '--- heapz 1 ---': 'heap', '--- contentionz 1 ---': 'contention' } as const;

export function looksLikeJavaText(bytes: Uint8Array): boolean {
  return headerOf(new TextLines(bytes)) !== undefined;
}

/** Reads up to the first sample, and stops on it; undefined for what is no Java profile. */
function headerOf(lines: TextLines): JavaFacts | undefined {
  if (!lines.advance()) return undefined;
  const first = lines.text(lines.from, Math.min(lines.to, lines.from + 32));
  if (!Object.hasOwn(kinds, first)) return undefined;
  const kind = kinds[first as keyof typeof kinds];
  const facts: JavaFacts = { kind, sampleTypes: [], periodType: { type: '', unit: '' }, period: 0, milliseconds: 0 };
  while (lines.advance()) {
    if (lines.from === lines.to) continue;
    if (!lines.includes('=')) break;
    const [name, value] = lines
      .text()
      .split('=', 2)
      .map((part) => part.trim());
    if (!setAttribute(facts, `${kind}/${name}`, value)) return undefined;
  }
  return facts;
}

function setAttribute(facts: JavaFacts, name: string, value: string): boolean {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  switch (name) {
    case 'heap/format':
    case 'contention/format':
      return value === 'java';
    case 'heap/resolution':
      facts.sampleTypes = types('inuse_objects', 'inuse_space', value);
      return true;
    case 'contention/resolution':
      facts.sampleTypes = types('contentions', 'delay', value);
      return true;
    case 'contention/sampling period':
      facts.periodType = { type: 'contentions', unit: 'count' };
      facts.period = number ?? 0;
      return number !== undefined;
    case 'contention/ms since reset':
      facts.milliseconds = number ?? 0;
      return number !== undefined;
    default:
      return false;
  }
}

function types(objects: string, space: string, unit: string): ValueType[] {
  return [
    { type: objects, unit: 'count' },
    { type: space, unit },
  ];
}

export function parseJavaText(bytes: Uint8Array): Decoded {
  const lines = new TextLines(bytes);
  const facts = headerOf(lines);
  if (facts === undefined) throw malformed('the header of the Java profile', lines.from);
  const samples = new AddressSamples(facts.sampleTypes.length);
  let more = lines.from < lines.to;
  for (; more; more = lines.advance()) if (lines.from < lines.to && !addRecord(lines, samples, facts)) break;
  if (samples.count > 0 && facts.sampleTypes.length === 0) throw invalid('it has samples but no sample types');
  const symbols = more ? javaSymbols(lines.again(), samples) : undefined;
  const isHeap = facts.kind === 'heap';
  const profile = samples.build(
    {
      sampleTypes: facts.sampleTypes,
      periodType: facts.periodType,
      period: BigInt(facts.period),
      durationNanos: BigInt(facts.milliseconds) * 1_000_000n,
      dropFrames: isHeap ? allocatorFrames : lockFrames,
      keepFrames: isHeap ? keptRuntimeFrames : '',
    },
    { mappings: [], withoutAddresses: true, ...(symbols === undefined ? {} : { symbols }) },
  );
  return decoded(profile, false);
}

/** `BYTES OBJECTS @ 0x… 0x…`: the other way round than everywhere else. */
function addRecord(lines: TextLines, samples: AddressSamples, facts: JavaFacts): boolean {
  const second = lines.integer();
  lines.skipBlanks();
  const first = lines.integer();
  lines.skipBlanks();
  if (second === undefined || first === undefined || !lines.take('@')) return false;
  const from = samples.stack.length;
  pushAddresses(lines, samples, 0, 0);
  if (facts.kind === 'heap') {
    if (first === 0) throw malformed('a sample without objects', lines.from);
    samples.addSample(from, scaled(first, second, javaRate));
    samples.blockSize.push(BigInt(Math.trunc(second / first)));
  } else {
    const times = facts.period === 0 ? 1 : facts.period;
    samples.addSample(from, [first * times, second * times]);
  }
  return true;
}
