// Contention profiles as text: Go's `block?debug=1` and `mutex?debug=1`, and contentionz of C++ programs.
// In: bytes. Out: contentions and their delay in nanoseconds. Invariant: sampled values are scaled by the
// period and the clock's rate, as `go tool pprof` does.
//
//   --- mutex:
//   cycles/second=2596141195
//   sampling period=1
//   1196250093 388 @ 0x68113f 0x681135

import { malformed } from '../../wire/errors';
import type { Decoded } from '../profile';
import { AddressSamples } from './addressSamples';
import { GoSymbols } from './goSymbols';
import { pushAddresses } from './hexAddresses';
import { lockFrames } from './legacyFacts';
import { decoded } from './legacyWarnings';
import { readMappingsAfter } from './memoryMap';
import { TextLines } from './textLines';

const firstLines = ['--- contentionz ', '--- mutex:', '--- contention:'];

/** Java's contention profiles start with the same line, and then say so (javaText.ts). */
export function looksLikeContentionText(bytes: Uint8Array): boolean {
  const lines = new TextLines(bytes);
  if (!lines.advance() || !firstLines.some((text) => lines.startsWith(text))) return false;
  return attributesOf(lines) !== undefined;
}

interface Attributes {
  hertz: number;
  period: number;
  milliseconds: number;
}

/** Reads up to the first line that is no `NAME=VALUE`, and stops on it; undefined for another format's. */
function attributesOf(lines: TextLines): Attributes | undefined {
  const found: Attributes = { hertz: 0, period: 1, milliseconds: 0 };
  while (lines.advance()) {
    if (lines.isBlankOrComment) continue;
    if (lines.startsWith('---') || !lines.includes('=')) break;
    const line = lines.text();
    const equals = line.indexOf('=');
    const name = line.slice(0, equals).trim();
    lines.p = lines.to - line.slice(equals + 1).trim().length;
    if (name === 'discarded samples') continue;
    const value = lines.integer();
    if (value === undefined) return undefined;
    if (name === 'cycles/second') found.hertz = value;
    else if (name === 'sampling period') found.period = value;
    else if (name === 'ms since reset') found.milliseconds = value;
    else return undefined;
  }
  return found;
}

export function parseContentionText(bytes: Uint8Array): Decoded {
  const lines = new TextLines(bytes);
  const known = lines.advance() && firstLines.some((text) => lines.startsWith(text));
  const attributes = known ? attributesOf(lines) : undefined;
  if (attributes === undefined) throw malformed('the header of the contention profile', lines.from);
  const samples = new AddressSamples(2);
  const symbols = new GoSymbols(lines, samples, false);
  let isCut = false;
  for (let more = lines.from < lines.to; more && !lines.startsWith('---'); more = lines.advance()) {
    if (lines.isBlankOrComment) {
      symbols.comment();
      continue;
    }
    symbols.endRecord();
    if (!addRecord(lines, samples, attributes)) {
      if (!lines.isLast) throw malformed('a record of the contention profile', lines.from);
      isCut = true;
    }
  }
  symbols.endRecord();
  return decoded(
    samples.build(
      {
        sampleTypes: [
          { type: 'contentions', unit: 'count' },
          { type: 'delay', unit: 'nanoseconds' },
        ],
        periodType: { type: 'contentions', unit: 'count' },
        period: BigInt(attributes.period),
        durationNanos: BigInt(attributes.milliseconds) * 1_000_000n,
        dropFrames: lockFrames,
      },
      { symbols: symbols.finish(), mappings: readMappingsAfter(lines) },
    ),
    isCut,
  );
}

function addRecord(lines: TextLines, samples: AddressSamples, { period, hertz }: Attributes): boolean {
  const cycles = lines.integer();
  lines.skipBlanks();
  const count = lines.integer();
  lines.skipBlanks();
  if (cycles === undefined || count === undefined || !lines.take('@')) return false;
  const from = samples.stack.length;
  pushAddresses(lines, samples, 1, 1);
  if (period <= 0) samples.addSample(from, [count, cycles]);
  else {
    const delay = hertz > 0 ? Math.trunc((cycles * period) / (hertz / 1e9)) : cycles;
    samples.addSample(from, [count * period, delay]);
  }
  return true;
}
