// Protobuf by hand, for what no writer of ours writes. In: fields. Out: a message's bytes.

import { Writer } from 'protobufjs/minimal';

/** A message by hand: pairs of field and value, where bytes make a length-delimited field. */
export function message(...fields: readonly (readonly [number, number | bigint | Uint8Array])[]): Uint8Array {
  const w = Writer.create();
  for (const [field, value] of fields) {
    if (value instanceof Uint8Array) w.uint32(field * 8 + 2).bytes(value);
    else {
      const bits = BigInt.asUintN(64, BigInt(value));
      w.uint32(field * 8).uint64({
        low: Number(bits & 0xffffffffn) | 0,
        high: Number(bits >> 32n) | 0,
        unsigned: true,
      });
    }
  }
  return w.finish();
}

/** The string table of a profile: '' and then these. */
export function stringTable(...texts: readonly string[]): [number, Uint8Array][] {
  return ['', ...texts].map((text) => [6, new TextEncoder().encode(text)]);
}
