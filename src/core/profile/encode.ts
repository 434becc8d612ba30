// A Profile as protobuf, by protobufjs. In: a Profile. Out: its uncompressed bytes, which
// `go tool pprof` reads. Invariant: decode(encode(p)) is the same profile; ids are the file's
// own, or the rows plus one.

import { Writer } from 'protobufjs/minimal';
import { idOfRow, type Profile, type ValueType } from './profile';
import { clampInt64, roundWhole } from './unitsInt';

const empty = new Uint8Array(0);

export function encodeProfile(profile: Profile): Uint8Array {
  const strings = new StringWriter(profile);
  const w = Writer.create();
  for (const type of profile.sampleTypes) writeMessage(w, 1, (m) => writeValueType(m, type, strings));
  for (let i = 0; i < profile.samples.count; i++) writeMessage(w, 2, (m) => writeSample(m, profile, i, strings));
  for (let i = 0; i < profile.mappings.count; i++) writeMessage(w, 3, (m) => writeMapping(m, profile, i));
  for (let i = 0; i < profile.locations.count; i++) writeMessage(w, 4, (m) => writeLocation(m, profile, i));
  for (let i = 0; i < profile.functions.count; i++) writeMessage(w, 5, (m) => writeFunction(m, profile, i));
  number(w, 7, strings.index(profile.dropFrames));
  number(w, 8, strings.index(profile.keepFrames));
  signed(w, 9, profile.timeNanos);
  signed(w, 10, profile.durationNanos);
  const { periodType } = profile;
  if (periodType !== undefined) writeMessage(w, 11, (m) => writeValueType(m, periodType, strings));
  signed(w, 12, profile.period);
  // Always written, also for 0: a repeated field has as many entries as are written.
  for (const comment of profile.comments) w.uint32(tag(13)).uint32(strings.index(comment));
  number(w, 14, strings.index(profile.defaultSampleType));
  number(w, 15, strings.index(profile.docUrl));
  strings.write(w);
  return w.finish();
}

/** The profile's own table, bytes unchanged, with the few strings appended that stand outside it. */
class StringWriter {
  private readonly added = new Map<string, number>();

  constructor(private readonly profile: Profile) {}

  index(text: string): number {
    if (text === '') return 0;
    const known = this.added.get(text);
    if (known !== undefined) return known;
    const index = this.profile.strings.count + this.added.size;
    this.added.set(text, index);
    return index;
  }

  /** For a text label: index 0 would say that the label is a number. */
  labelText(index: number): number {
    if (index !== 0) return index;
    const known = this.added.get('') ?? this.profile.strings.count + this.added.size;
    this.added.set('', known);
    return known;
  }

  write(w: Writer): void {
    const { bytes, offsets, count } = this.profile.strings;
    for (let i = 0; i < count; i++) {
      const text = bytes.subarray(offsets[i], offsets[i + 1]);
      w.uint32(tag(6, 2)).bytes(text.length === 0 ? empty : text);
    }
    for (const text of this.added.keys()) w.uint32(tag(6, 2)).string(text);
  }
}

function tag(field: number, wire = 0): number {
  return field * 8 + wire;
}

function writeMessage(w: Writer, field: number, write: (w: Writer) => void): void {
  w.uint32(tag(field, 2)).fork();
  write(w);
  w.ldelim();
}

function number(w: Writer, field: number, value: number): void {
  if (value !== 0) w.uint32(tag(field)).int64(value);
}

function words(value: bigint): { low: number; high: number; unsigned: boolean } {
  const bits = BigInt.asUintN(64, value);
  return { low: Number(bits & 0xffffffffn) | 0, high: Number(bits >> 32n) | 0, unsigned: true };
}

function signed(w: Writer, field: number, value: bigint): void {
  if (value !== 0n) w.uint32(tag(field)).uint64(words(value));
}

function writeValueType(w: Writer, type: ValueType, strings: StringWriter): void {
  number(w, 1, strings.index(type.type));
  number(w, 2, strings.index(type.unit));
}

function writeSample(w: Writer, { samples, labels, locations }: Profile, i: number, strings: StringWriter): void {
  const end = samples.stackOffset[i + 1];
  if (end > samples.stackOffset[i]) {
    w.uint32(tag(1, 2)).fork();
    for (let k = samples.stackOffset[i]; k < end; k++) writeId(w, locations, samples.stackLocation[k]);
    w.ldelim();
  }
  w.uint32(tag(2, 2)).fork();
  for (const column of samples.values) writeValue(w, column[i]);
  w.ldelim();
  for (let k = samples.labelOffset[i]; k < samples.labelOffset[i + 1]; k++) {
    writeMessage(w, 3, (m) => {
      number(m, 1, labels.key[k]);
      if (labels.text[k] >= 0) number(m, 2, strings.labelText(labels.text[k]));
      signed(m, 3, labels.number[k]);
      number(m, 4, labels.unit[k]);
    });
  }
}

/** Whole, and within 64 bits; 2^63 is what 2^63 - 1 became when it was read. */
function writeValue(w: Writer, value: number): void {
  if (value >= 2 ** 63) w.uint64(words(2n ** 63n - 1n));
  else w.int64(clampInt64(Number.isInteger(value) ? value : roundWhole(value)));
}

/** The file's own id where it had one, so that whoever knows a row by it finds it again. */
function writeId(w: Writer, table: { readonly id?: BigUint64Array }, row: number): void {
  const id = idOfRow(table, row);
  if (typeof id === 'number') w.uint32(id);
  else w.uint64(words(id));
}

function writeMapping(w: Writer, { mappings }: Profile, i: number): void {
  writeId(w.uint32(tag(1)), mappings, i);
  signed(w, 2, mappings.start[i]);
  signed(w, 3, mappings.limit[i]);
  signed(w, 4, mappings.offset[i]);
  number(w, 5, mappings.file[i]);
  number(w, 6, mappings.buildId[i]);
  for (let bit = 0; bit < 4; bit++) number(w, 7 + bit, (mappings.flags[i] >> bit) & 1);
}

function writeLocation(w: Writer, { locations, mappings }: Profile, i: number): void {
  writeId(w.uint32(tag(1)), locations, i);
  if (locations.mapping[i] >= 0) writeId(w.uint32(tag(2)), mappings, locations.mapping[i]);
  signed(w, 3, locations.address[i]);
  for (let q = locations.lineOffset[i]; q < locations.lineOffset[i + 1]; q++) {
    writeMessage(w, 4, (m) => {
      number(m, 1, locations.lineFunction[q] + 1);
      number(m, 2, locations.lineNumber[q]);
      number(m, 3, locations.lineColumn[q]);
    });
  }
  number(w, 5, locations.isFolded[i]);
}

function writeFunction(w: Writer, { functions }: Profile, i: number): void {
  number(w, 1, i + 1);
  number(w, 2, functions.name[i]);
  number(w, 3, functions.systemName[i]);
  number(w, 4, functions.filename[i]);
  number(w, 5, functions.startLine[i]);
}
