// Folded stacks, one line each: `main;work;sum 12`, root first, as Brendan Gregg's flame graph scripts have
// them. In: bytes, or a Profile. Out: a Profile of type samples/count, or lines. Invariants: equal stacks
// are one sample, in the order of first appearance; what was written is read back as the same stacks, but
// for `;` and line breaks inside names, which the format cannot hold and which become `:` and blanks.

import { emptyInput, malformed, ProfileError } from '../wire/errors';
import { ByteTable } from './legacy/byteTable';
import { IntTable } from './legacy/intTable';
import { decoded } from './legacy/legacyWarnings';
import { Int32List } from './legacy/lists';
import { ProfileBuilder } from './legacy/profileBuilder';
import { TextLines } from './legacy/textLines';
import { utf8Of } from './legacy/utf8';
import type { Decoded, Profile, SampleIndex } from './profile';

const semicolon = 0x3b;
const space = 0x20;
/** Enough to tell folded stacks from any other text; the rest is checked while reading. */
const linesToSee = 20;

export function looksLikeFolded(bytes: Uint8Array): boolean {
  const text = utf8Of(bytes);
  const lines = new TextLines(text);
  let seen = 0;
  while (seen < linesToSee && lines.advance()) {
    if (lines.isBlankOrComment) continue;
    // A window on a large file may cut its last line.
    if (lines.isLast && seen > 0) break;
    for (let p = lines.from; p < lines.to; p++) if (text[p] < space && text[p] !== 0x09) return false;
    if (countOf(lines) === undefined) return false;
    seen++;
  }
  return seen > 0;
}

/** The number at the end of the line, with the cursor behind the stack; undefined for another kind of line. */
function countOf(lines: TextLines): number | undefined {
  const { bytes, from, to } = lines;
  let p = to;
  while (p > from && bytes[p - 1] !== space && bytes[p - 1] !== 0x09) p--;
  if (to - p > 32) return undefined;
  const text = lines.text(p, to);
  while (p > from && (bytes[p - 1] === space || bytes[p - 1] === 0x09)) p--;
  if (p === from || !/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  lines.p = p;
  return Number(text);
}

export function parseFolded(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) throw emptyInput();
  const text = utf8Of(bytes);
  const view = new DataView(text.buffer, text.byteOffset, text.byteLength);
  const lines = new TextLines(text);
  const builder = new ProfileBuilder(1);
  const names = new ByteTable();
  const stacks = new IntTable();
  const stack = new Int32List();
  while (lines.advance()) {
    if (lines.isBlankOrComment) continue;
    const count = countOf(lines);
    if (count === undefined) throw malformed('a line without a count', lines.from);
    stack.length = 0;
    for (let end = lines.p; end > lines.from;) {
      let start = end;
      while (start > lines.from && text[start - 1] !== semicolon) start--;
      if (start < end) stack.push(frameOf(builder, names, view, start, end));
      end = start - 1;
    }
    const known = stacks.count;
    const id = stacks.intern(stack.data, 0, stack.length);
    if (id === known) builder.addSample(stack.data, 0, stack.length);
    builder.addValue(0, id as SampleIndex, count);
  }
  if (stacks.count === 0) throw new ProfileError('not-a-profile', 'There is no stack in this text.', '');
  const type = { type: 'samples', unit: 'count' };
  return decoded(builder.finish({ sampleTypes: [type], periodType: undefined, period: 0n }), false);
}

/** Names become locations in the order in which they are first seen. */
function frameOf(builder: ProfileBuilder, names: ByteTable, view: DataView, from: number, to: number): number {
  const known = names.count;
  const id = names.intern(view, from, to);
  if (id === known) {
    builder.addLocation(0n);
    builder.addLine(builder.function(builder.bytes(view, from, to), builder.text('')), 0);
  }
  return id;
}

/** Lines without their line breaks, one for each stack of functions whose value is not zero. */
export function* writeFolded(profile: Profile, sampleType: number): Generator<string, void> {
  const { samples, locations, functions, strings } = profile;
  /** Functions, and below them locations without lines: both as one range of numbers. */
  const nameOf = (frame: number): string =>
    frame < functions.count
      ? strings
          .text(functions.name[frame])
          .replace(/;/g, ':')
          .replace(/[\r\n]+/g, ' ')
      : `0x${locations.address[frame - functions.count].toString(16)}`;
  const values = samples.values[sampleType];
  const stacks = new IntTable();
  const totals: number[] = [];
  const stack = new Int32List();
  for (let sample = 0; sample < samples.count; sample++) {
    if (values[sample] === 0) continue;
    stack.length = 0;
    for (let at = samples.stackOffset[sample + 1] - 1; at >= samples.stackOffset[sample]; at--) {
      const location = samples.stackLocation[at];
      const first = locations.lineOffset[location];
      const end = locations.lineOffset[location + 1];
      if (first === end) stack.push(functions.count + location);
      for (let line = end - 1; line >= first; line--) {
        const fn = locations.lineFunction[line];
        stack.push(fn < 0 ? functions.count + location : fn);
      }
    }
    const id = stacks.intern(stack.data, 0, stack.length);
    totals[id] = (totals[id] ?? 0) + values[sample];
  }
  const names = new Map<number, string>();
  for (let id = 0; id < stacks.count; id++) {
    if (totals[id] === 0) continue;
    const frames: string[] = [];
    for (let at = stacks.starts.data[id]; at < stacks.starts.data[id + 1]; at++) {
      const frame = stacks.pool.data[at];
      const name = names.get(frame) ?? nameOf(frame);
      names.set(frame, name);
      frames.push(name);
    }
    // A sample without a stack needs a name to stand in front of its value.
    yield `${frames.length === 0 ? '(no stack)' : frames.join(';')} ${String(totals[id])}`;
  }
}
