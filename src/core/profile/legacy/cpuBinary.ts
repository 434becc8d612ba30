// Binary CPU profiles (profilez) of C++, Go and Java programs. In: bytes. Out: samples and nanoseconds.
// Invariant: the frames of the signal handler that took the samples are gone, as in `go tool pprof`.

import { malformed } from '../../wire/errors';
import type { Decoded } from '../profile';
import { AddressSamples } from './addressSamples';
import { cpuHeaderOf, readCpuRecords } from './cpuWords';
import { javaSymbols } from './javaSymbols';
import { profilerFrames } from './legacyFacts';
import { decoded } from './legacyWarnings';
import { readMappings } from './memoryMap';
import { TextLines } from './textLines';

export function looksLikeCpuBinary(bytes: Uint8Array): boolean {
  return cpuHeaderOf(bytes) !== undefined;
}

export function parseCpuBinary(bytes: Uint8Array): Decoded {
  const header = cpuHeaderOf(bytes);
  if (header === undefined) throw malformed('the header of the CPU profile', 0);
  const { words, isJava } = header;
  const period = header.period * 1000;
  const samples = new AddressSamples(2);
  const isWhole = readCpuRecords(words, samples, isJava ? 0 : 1, period);
  const rest = new TextLines(isWhole ? bytes.subarray(words.at) : new Uint8Array());
  if (!isJava) dropHandlerFrames(samples);
  const facts = {
    sampleTypes: [
      { type: 'samples', unit: 'count' },
      { type: 'cpu', unit: 'nanoseconds' },
    ],
    periodType: { type: 'cpu', unit: 'nanoseconds' },
    period: BigInt(period),
    dropFrames: profilerFrames,
  };
  const profile = isJava
    ? samples.build(facts, { mappings: [], symbols: javaSymbols(rest, samples), withoutAddresses: true })
    : samples.build(facts, { mappings: readMappings(rest), dropRepeatedLeaf: true });
  return decoded(profile, !isWhole);
}

/**
 * Where nearly all samples have the same second frame it is the signal handler's return address, which
 * stands between the leaf and its caller. There can be two.
 */
function dropHandlerFrames(samples: AddressSamples): void {
  const { stack, stackOffset, stackEnd, count } = samples;
  const enough = count - Math.floor(count / 32);
  for (let round = 0; round < 2; round++) {
    const seconds = new Map<number, number>();
    for (let i = 0; i < count; i++) {
      if (stackEnd.data[i] - stackOffset.data[i] < 2) continue;
      const second = stack.data[stackOffset.data[i] + 1];
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
    }
    for (const [id, times] of seconds) {
      if (times < enough) continue;
      for (let i = 0; i < count; i++) {
        const from = stackOffset.data[i];
        if (stackEnd.data[i] - from < 2 || stack.data[from + 1] !== id) continue;
        // The leaf takes the place of the dropped frame.
        stack.data[from + 1] = stack.data[from];
        stackOffset.data[i]++;
      }
      break;
    }
  }
}
