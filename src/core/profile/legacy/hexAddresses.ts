// `0x…` numbers in a line. In: a line and who collects them. Out: their count, each pushed as an address id.
// Invariants: as `go tool pprof`: hexadecimal digits in lower case after `0x`, anything else between them
// is passed over; more than 64 bits is malformed.

import { malformed } from '../../wire/errors';
import type { AddressSamples } from './addressSamples';
import type { TextLines } from './textLines';

/**
 * Pushes the addresses from the cursor to the line's end to `samples.stack`.
 *
 * @param first by how much the first one is lowered: 1 where it is a return address, one past the call
 * @param rest the same for the others
 */
export function pushAddresses(lines: TextLines, samples: AddressSamples, first: 0 | 1, rest: 0 | 1): number {
  const { bytes, to } = lines;
  let count = 0;
  for (let p = lines.p; p + 2 < to; p++) {
    if (bytes[p] !== 0x30 || bytes[p + 1] !== 0x78 || hexDigit(bytes[p + 2]) < 0) continue;
    let high = 0;
    let low = 0;
    let digit = hexDigit(bytes[(p += 2)]);
    while (digit >= 0) {
      if (high >>> 28 !== 0) throw malformed('an address of more than 64 bits', p);
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
      digit = ++p < to ? hexDigit(bytes[p]) : -1;
    }
    p--;
    samples.stack.push(samples.addressId(high, low, count === 0 ? first : rest));
    count++;
  }
  lines.p = to;
  return count;
}

/** -1 for what is none. */
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
}
