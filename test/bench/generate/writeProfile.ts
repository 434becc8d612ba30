// Stacks → a gzipped CPU profile as Go's runtime writes it: header first, locations and functions between
// the samples that first use them, the string table last, compression level 1. Streams, so that five
// million samples need little memory.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Program } from './program';
import type { Stacks } from './stacks';

class Message {
  readonly bytes = Buffer.allocUnsafe(1 << 16);
  length = 0;

  varint(value: number): this {
    let v = value;
    while (v >= 128) {
      this.bytes[this.length++] = (v % 128) | 128;
      v = Math.floor(v / 128);
    }
    this.bytes[this.length++] = v;
    return this;
  }

  number(field: number, value: number): this {
    return value === 0 ? this : this.varint(field * 8).varint(value);
  }

  packed(field: number, values: readonly number[]): this {
    this.varint(field * 8 + 2).varint(values.reduce((sum, v) => sum + varintLength(v), 0));
    for (const v of values) this.varint(v);
    return this;
  }
}

function varintLength(value: number): number {
  let n = 1;
  for (let v = value; v >= 128; v = Math.floor(v / 128)) n++;
  return n;
}

export async function writeProfile(file: string, program: Program, stacks: Stacks): Promise<void> {
  const target = createWriteStream(file);
  const gzip = createGzip({ level: 1, chunkSize: 1 << 18 });
  gzip.pipe(target);
  const out = Buffer.allocUnsafe((1 << 20) + (1 << 17));
  let length = 0;
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(out.subarray(0, length));
    length = 0;
    if (!gzip.write(chunk)) await once(gzip, 'drain');
  };
  const header = new Message();
  const body = new Message();
  const field = (number: number, message: Message): void => {
    header.length = 0;
    header.varint(number * 8 + 2).varint(message.length);
    header.bytes.copy(out, length, 0, header.length);
    length += header.length;
    message.bytes.copy(out, length, 0, message.length);
    length += message.length;
    message.length = 0;
  };
  const top = (number: number, value: number): void => {
    header.length = 0;
    header.number(number, value);
    header.bytes.copy(out, length, 0, header.length);
    length += header.length;
  };

  const strings = new Map([['', 0]]);
  const text = (s: string): number => {
    const known = strings.get(s);
    if (known !== undefined) return known;
    strings.set(s, strings.size);
    return strings.size - 1;
  };
  const valueType = (number: number, type: string, unit: string): void => {
    body.number(1, text(type)).number(2, text(unit));
    field(number, body);
  };
  valueType(1, 'samples', 'count');
  valueType(1, 'cpu', 'nanoseconds');
  top(9, 1_700_000_000 * 1e9);
  top(10, 60e9);
  valueType(11, 'cpu', 'nanoseconds');
  top(12, 10_000_000);

  const functionId = new Int32Array(program.functionName.length);
  let functions = 0;
  const locationId = new Int32Array(program.siteFunction.length);
  let locations = 0;
  const line = new Message();
  const writeLocation = (site: number): void => {
    const f = program.siteFunction[site];
    const fresh: number[] = [];
    const id = (g: number): number => {
      if (functionId[g] === 0) {
        functionId[g] = ++functions;
        fresh.push(g);
      }
      return functionId[g];
    };
    locationId[site] = ++locations;
    body
      .number(1, locations)
      .number(2, 1)
      .number(3, 0x400000 + site * 37);
    const writeLine = (g: number, at: number): void => {
      line.length = 0;
      line.number(1, id(g)).number(2, at);
      body.varint(4 * 8 + 2).varint(line.length);
      line.bytes.copy(body.bytes, body.length, 0, line.length);
      body.length += line.length;
    };
    // Innermost first, as the format wants it.
    for (const g of [...program.siteInlined[site]].reverse()) writeLine(g, program.functionStart[g] + 3);
    writeLine(f, program.siteLine[site]);
    field(4, body);
    for (const g of fresh) {
      const name = text(program.functionName[g]);
      body.number(1, functionId[g]).number(2, name).number(3, name);
      body.number(4, text(program.functionFile[g])).number(5, program.functionStart[g]);
      field(5, body);
    }
  };

  for (const stack of stacks.order) {
    const begin = stacks.offset[stack];
    const end = stacks.offset[stack + 1];
    const ids: number[] = [];
    for (let k = end - 1; k >= begin; k--) {
      const site = stacks.site[k];
      if (locationId[site] === 0) writeLocation(site);
      ids.push(locationId[site]);
      if (length > 1 << 20) await flush();
    }
    body.packed(1, ids).packed(2, [stacks.times[stack], stacks.times[stack] * 1e7]);
    field(2, body);
    if (length > 1 << 20) await flush();
  }
  body.number(1, 1).number(2, 0x400000).number(3, 0x4000000).number(5, text('/usr/local/bin/acmed'));
  for (const flag of [7, 8, 9]) body.number(flag, 1);
  field(3, body);
  for (const s of strings.keys()) {
    body.length += body.bytes.write(s, body.length);
    field(6, body);
    if (length > 1 << 20) await flush();
  }
  await flush();
  gzip.end();
  await finished(target);
}
