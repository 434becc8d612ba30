// One input from others. In: the pool of inputs, a chance. Out: a new input. Invariant: depends on nothing else.

import { constants, gzipSync } from 'node:zlib';
import type { Chance } from './chance';
import { fieldsOf, joined, mutateProto } from './mutateProto';
import { mutateText } from './mutateText';

/** A mutation may repeat what it finds; a chain of them must not grow without end. */
const largest = 1 << 18;

export interface Mutant {
  /** What the next mutations may start from. */
  readonly plain: Uint8Array;
  /** What is read: the same, perhaps packed. */
  readonly input: Uint8Array;
}

export function mutate(pool: readonly Uint8Array[], chance: Chance): Mutant {
  const base = chance.of(pool);
  const other = chance.of(pool);
  let plain = base;
  for (let round = 1 + chance.below(2); round > 0; round--) plain = mutateOnce(plain, other, chance);
  plain = plain.subarray(0, largest);
  return { plain, input: chance.oneIn(8) ? packed(plain, chance) : plain };
}

function mutateOnce(bytes: Uint8Array, other: Uint8Array, chance: Chance): Uint8Array {
  if (bytes.length === 0) return other;
  if (chance.oneIn(10)) return mutateBytes(bytes, other, chance);
  if (chance.oneIn(40)) return bytes.subarray(0, chance.below(bytes.length));
  return fieldsOf(bytes) === undefined ? mutateText(bytes, other, chance) : mutateProto(bytes, other, chance);
}

function mutateBytes(bytes: Uint8Array, other: Uint8Array, chance: Chance): Uint8Array {
  if (chance.oneIn(3)) {
    const from = chance.below(other.length + 1);
    const piece = other.subarray(from, from + 1 + chance.below(200));
    const at = chance.below(bytes.length);
    return joined([bytes.subarray(0, at), piece, bytes.subarray(at + chance.below(200))]);
  }
  const out = bytes.slice();
  for (let i = 1 + chance.below(8); i > 0; i--) {
    out[chance.below(out.length)] = chance.oneIn(2) ? chance.below(256) : chance.of([0, 0x0a, 0x7f, 0x80, 0xff, 0x20]);
  }
  return out;
}

/** 32 MiB in some 30 KiB, twice the fuzzer's limit: refused while it unpacks. */
let bomb: Uint8Array | undefined;

function packed(plain: Uint8Array, chance: Chance): Uint8Array {
  const whole = gzipSync(plain, { level: 1 });
  switch (chance.below(9)) {
    case 0: {
      const half = chance.below(plain.length + 1);
      return joined([gzipSync(plain.subarray(0, half)), gzipSync(plain.subarray(half))]);
    }
    case 1:
      return whole.subarray(0, chance.below(whole.length));
    case 2:
      return joined([whole, plain.subarray(0, 20)]);
    case 3: {
      const out = Uint8Array.from(whole);
      out[chance.below(out.length)] ^= 1 << chance.below(8);
      return out;
    }
    case 4:
      return gzipSync(whole, { level: 1 });
    case 5:
      return gzipSync(plain, { level: 1, strategy: constants.Z_FIXED });
    case 6:
      if (!chance.oneIn(20)) return joined([whole, gzipSync(new Uint8Array(0))]);
      bomb ??= gzipSync(new Uint8Array(32 << 20));
      return joined([whole, bomb]);
    default:
      return whole;
  }
}
