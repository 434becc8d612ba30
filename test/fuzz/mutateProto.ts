// Protobuf, changed with knowledge of its form. In: a message, perhaps another to take pieces from. Out: a message that
// mostly still parses and says something else: other numbers, ids that dangle or repeat, fields twice, missing, in
// another order or of another type, lengths that lie, texts that are no UTF-8.
// Invariant: works on any bytes; what is no message is taken as a field of text.

import type { Chance } from './chance';

interface Field {
  readonly number: number;
  readonly wire: number;
  readonly value: bigint;
  readonly body: Uint8Array;
}

/** Undefined where the bytes are no message of the simple kind. */
export function fieldsOf(bytes: Uint8Array): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint | undefined => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= bytes.length) return undefined;
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    return undefined;
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag === undefined || tag < 8n || tag > 0x7fffffffn) return undefined;
    const [number, wire] = [Number(tag >> 3n), Number(tag & 7n)];
    if (wire !== 0 && wire !== 2) return undefined;
    const value = varint();
    if (value === undefined) return undefined;
    if (wire === 0) fields.push({ number, wire, value, body: none });
    else {
      const end = at + Number(value);
      if (end > bytes.length) return undefined;
      fields.push({ number, wire, value, body: bytes.subarray(at, end) });
      at = end;
    }
  }
  return fields;
}

const none = new Uint8Array(0);
const utf8 = new TextEncoder();

export function mutateProto(bytes: Uint8Array, other: Uint8Array, chance: Chance): Uint8Array {
  const fields = fieldsOf(bytes);
  if (fields === undefined || fields.length === 0) return text(chance);
  for (let change = 1 + chance.below(3); change > 0; change--) changeOne(fields, other, chance);
  const parts: Uint8Array[] = [];
  for (const field of fields) parts.push(...written(field, chance));
  return joined(parts);
}

function changeOne(fields: Field[], other: Uint8Array, chance: Chance): void {
  const at = chance.below(fields.length);
  const field = fields.at(at);
  if (field === undefined) return;
  const put = (change: Partial<Field>): void => void (fields[at] = { ...field, ...change });
  switch (chance.below(12)) {
    case 0:
      fields.splice(at, 1 + chance.below(3));
      return;
    case 1:
      fields.splice(at, 0, field);
      return;
    case 2:
      fields.splice(chance.below(fields.length), 0, ...fields.splice(at, 1));
      return;
    case 3:
      put({ number: 1 + chance.below(16) });
      return;
    case 4:
      put({ wire: chance.of([0, 1, 2, 3, 5, 7]), body: field.body, value: chance.number() });
      return;
    case 5: {
      const pieces = fieldsOf(other) ?? [];
      if (pieces.length > 0) fields.splice(at, 0, ...pieces.slice(chance.below(pieces.length)).slice(0, 8));
      return;
    }
    case 6:
      // Packed numbers, unpacked, or the other way round.
      if (field.wire === 0) put({ wire: 2, body: joined([varintBytes(field.value), varintBytes(chance.number())]) });
      else if (field.body.length < 64) {
        fields.splice(at, 1, ...Array.from(field.body, (byte) => ({ ...field, wire: 0, value: BigInt(byte) })));
      }
      return;
    default:
      if (field.wire === 0) put({ value: chance.oneIn(3) ? chance.of(fields).value : chance.number() });
      else if (field.number === 6 && fields.length > 8) put({ body: text(chance) });
      else if (isNumbers(field)) put({ body: changedNumbers(field.body, chance) });
      else put({ body: mutateProto(field.body, other, chance) });
  }
}

/** A short run of bytes that is no message: ids or values of a sample, most likely. */
function isNumbers({ number, body }: Field): boolean {
  return number <= 2 && (fieldsOf(body) === undefined || body.length < 6);
}

function changedNumbers(body: Uint8Array, chance: Chance): Uint8Array {
  const at = chance.below(body.length + 1);
  const extra = varintBytes(chance.number());
  return joined([body.subarray(0, at), chance.oneIn(50) ? repeated(extra, 4000) : extra, body.subarray(at + 1)]);
}

function text(chance: Chance): Uint8Array {
  switch (chance.below(6)) {
    case 0:
      return none;
    case 1:
      return Uint8Array.of(0xff, 0xfe, 0x80, 0xc3, 0x28);
    case 2:
      return Uint8Array.of(0xed, 0xa0, 0x80); // Half of a surrogate pair.
    case 3:
      return utf8.encode(
        chance.of(['__proto__', 'constructor', 'bytes', 'pprof::base', 'runtime.goexit', 'a(b'.repeat(9)]),
      );
    case 4:
      return utf8.encode('\0\n\r\t\u001b[31m\u202e;x 5');
    default:
      return utf8.encode('n'.repeat(chance.oneIn(9) ? 70_000 : chance.below(40)));
  }
}

function written(field: Field, chance: Chance): Uint8Array[] {
  const tag = varintBytes(BigInt(field.number * 8 + field.wire));
  switch (field.wire) {
    case 0:
      return [tag, varintBytes(field.value)];
    case 1:
    case 5:
      return [tag, new Uint8Array(field.wire === 1 ? 8 : 4).fill(chance.below(256))];
    case 2: {
      const length = chance.oneIn(400) ? chance.number() : BigInt(field.body.length);
      return [tag, varintBytes(length), field.body];
    }
    default:
      return [tag, field.body];
  }
}

function varintBytes(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function repeated(bytes: Uint8Array, times: number): Uint8Array {
  const out = new Uint8Array(bytes.length * times);
  for (let i = 0; i < times; i++) out.set(bytes, i * bytes.length);
  return out;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
