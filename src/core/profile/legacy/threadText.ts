// Thread profiles as text (threadz). In: bytes. Out: one thread a sample, equal neighbours as one. Names
// beside the addresses are not read, as `go tool pprof` does not read them.
//
//   --- Thread 7f794964e700 (name: thread1/14751) stack: ---
//     PC:  0x7f794a32bf7d: nanosleep
//     0x7f794a32414e: start_thread

import { malformed } from '../../wire/errors';
import type { Decoded } from '../profile';
import { AddressSamples } from './addressSamples';
import { pushAddresses } from './hexAddresses';
import { profilerFrames } from './legacyFacts';
import { decoded } from './legacyWarnings';
import { isMapSentinel, readMappingsAfter } from './memoryMap';
import { TextLines } from './textLines';

export function looksLikeThreadText(bytes: Uint8Array): boolean {
  const lines = new TextLines(bytes);
  return toFirstLine(lines) && (isThreadz(lines) || isThread(lines));
}

function toFirstLine(lines: TextLines): boolean {
  while (lines.advance()) if (!lines.isBlankOrComment) return true;
  return false;
}

/** `--- threadz 1 ---` */
function isThreadz(lines: TextLines): boolean {
  return lines.startsWith('--- threadz ') && lines.hasAt(lines.to - 4, ' ---');
}

/** `--- Thread 7f794964e700 (name: thread1/14751) stack: ---` */
function isThread(lines: TextLines): boolean {
  return lines.startsWith('--- Thread ') && lines.includes(' (name: ') && lines.hasAt(lines.to - 12, ') stack: ---');
}

export function parseThreadText(bytes: Uint8Array): Decoded {
  const lines = new TextLines(bytes);
  let more = toFirstLine(lines);
  if (more && isThreadz(lines)) {
    do more = lines.advance();
    while (more && !isMapSentinel(lines) && !lines.startsWith('-'));
  } else if (!more || !isThread(lines)) throw malformed('the header of the thread profile', lines.from);

  const samples = new AddressSamples(1);
  while (more && !isMapSentinel(lines) && !lines.startsWith('---- no stack trace for')) {
    if (!isThread(lines)) throw malformed('the header of a thread', lines.from);
    const from = samples.stack.length;
    let sameAsBefore = false;
    for (more = lines.advance(); more && !lines.startsWith('---'); more = lines.advance()) {
      if (lines.includes('same as previous thread')) sameAsBefore = true;
      // All are return addresses but the first, where the thread was.
      else pushAddresses(lines, samples, samples.stack.length === from ? 0 : 1, 1);
    }
    const isEmpty = samples.stack.length === from;
    if (!isEmpty && !sameAsBefore) samples.addSample(from, [1]);
    else if (samples.count > 0) samples.values[0].data[samples.count - 1]++;
  }
  const type = { type: 'thread', unit: 'count' };
  const profile = samples.build(
    { sampleTypes: [type], periodType: type, period: 1n, dropFrames: profilerFrames },
    { dropRepeatedLeaf: true, mappings: readMappingsAfter(lines) },
  );
  return decoded(profile, false);
}
