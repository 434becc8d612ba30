// The table of mappings at the end of a legacy profile. In: its lines, in the form of /proc/self/maps or
// the brief form below. Out: the executable mappings, in file order. Invariants: what is no mapping is
// passed over; `NAME=VALUE` lines set what `$NAME` stands for afterwards; the work is linear in the size of
// the file, and no line grows beyond `longestLine` by replacement.
//
//   00400000-00fcb000 r-xp 00000000 08:01 1234   /usr/bin/program
//   00400000-00fcb000: /usr/bin/program (@1f00) 0badc0de

import type { MemoryMapping } from './mappings';
import type { TextLines } from './textLines';

/** bufio.Scanner's limit, and so pprof's. */
const longestLine = 64 << 10;
/** Linux allows a process 65530 mappings; those with code are few. */
const mostMappings = 16384;

const sentinels = ['--- Memory map: ---', 'MAPPED_LIBRARIES:'];

export function isMapSentinel(lines: TextLines): boolean {
  return sentinels.some((text) => lines.includes(text));
}

/** Skips to the table, unless the current line starts it, and reads it. */
export function readMappingsAfter(lines: TextLines): MemoryMapping[] {
  while (!isMapSentinel(lines)) if (!lines.advance()) return [];
  return readMappings(lines);
}

/** Reads all lines that follow the current one. */
export function readMappings(lines: TextLines): MemoryMapping[] {
  const mappings: MemoryMapping[] = [];
  const attributes: (readonly [string, string])[] = [];
  while (lines.advance() && mappings.length < mostMappings) {
    if (lines.to - lines.from > longestLine) continue;
    const line = replaced(withoutLogPrefix(lines.text()), attributes);
    if (line === undefined) continue;
    const mapping = mappingOf(line);
    if (mapping !== undefined) {
      if (mapping !== 'no code') mappings.push(mapping);
      continue;
    }
    const equals = line.indexOf('=');
    if (equals >= 0 && attributes.length < 64) {
      attributes.push([`$${line.slice(0, equals).trim()}`, line.slice(equals + 1).trim()]);
    }
  }
  return mappings;
}

/** Each `$NAME` by its value, the first attribute that fits; undefined where the line would get too long. */
function replaced(line: string, attributes: readonly (readonly [string, string])[]): string | undefined {
  if (attributes.length === 0 || !line.includes('$')) return line;
  let out = '';
  for (let p = 0; p < line.length;) {
    const found = line[p] === '$' ? attributes.find(([name]) => line.startsWith(name, p)) : undefined;
    out += found === undefined ? line[p] : found[1];
    p += found === undefined ? 1 : found[0].length;
    if (out.length > longestLine) return undefined;
  }
  return out;
}

/** Without what glog puts in front: anything up to `file:123] `. */
function withoutLogPrefix(line: string): string {
  const bracket = line.search(/[[\]]/);
  if (bracket < 0 || line[bracket] !== ']' || !isSpace(line[bracket + 1])) return line;
  let digits = bracket;
  while (digits > 0 && isDigit(line[digits - 1])) digits--;
  return digits < bracket && digits > 1 && line[digits - 1] === ':' ? line.slice(bracket + 2) : line;
}

/** Words of a line, one after the other, by rules that look ahead at most to the end of the next word. */
class Words {
  p = 0;
  constructor(readonly line: string) {}

  spaces(): boolean {
    const from = this.p;
    while (isSpace(this.line[this.p])) this.p++;
    return this.p > from;
  }

  hex(): string {
    if (this.line.startsWith('0x', this.p) && isHex(this.line[this.p + 2])) this.p += 2;
    const from = this.p;
    while (isHex(this.line[this.p])) this.p++;
    return this.line.slice(from, this.p);
  }

  /** The word after blanks, '' for none; taken only if `accepts` it. */
  word(accepts: (word: string) => boolean): string {
    const { p } = this;
    if (this.spaces()) {
      const from = this.p;
      while (this.p < this.line.length && !isSpace(this.line[this.p])) this.p++;
      const word = this.line.slice(from, this.p);
      if (word !== '' && accepts(word)) return word;
    }
    this.p = p;
    return '';
  }
}

function mappingOf(line: string): MemoryMapping | 'no code' | undefined {
  const words = new Words(line);
  words.spaces();
  const start = words.hex();
  const separated = words.spaces();
  const dash = !separated && words.line[words.p] === '-';
  if (dash) words.p++;
  words.spaces();
  const limit = words.hex();
  if (start === '' || limit === '' || !(separated || dash)) return undefined;
  if (words.line[words.p] === ':') words.p++;

  const perm = words.word((word) => /^[-rwxp]+$/.test(word));
  const afterPerm = words.p;
  let offset = words.word(isHexWord);
  let buildId = '';
  let file: string;
  // Offset, device and inode: /proc/self/maps.
  const device = offset === '' ? '' : words.word((word) => /^[\da-f]+:[\da-f]+$/i.test(word));
  if (device !== '' && words.word((word) => /^\d+$/.test(word)) !== '') {
    file = words.word(() => true);
  } else {
    words.p = afterPerm;
    file = words.word(() => true);
    offset = words.word((word) => /^\(@[\da-f]+\)$/i.test(word)).slice(2, -1);
    buildId = words.word(isHexWord);
  }
  if (perm !== '' && !perm.includes('x')) return 'no code';
  const numbers = [start, limit, offset === '' ? '0' : offset].map(hexNumber);
  if (numbers.includes(undefined)) return undefined;
  return { start: numbers[0]!, limit: numbers[1]!, offset: numbers[2]!, file, buildId };
}

/** Undefined beyond 64 bits. */
function hexNumber(digits: string): bigint | undefined {
  const significant = digits.replace(/^0+(?=.)/, '');
  return significant.length > 16 ? undefined : BigInt(`0x${significant}`);
}

function isHexWord(word: string): boolean {
  return /^[\da-f]+$/i.test(word);
}

function isHex(char: string | undefined): boolean {
  return char !== undefined && /^[\da-f]$/i.test(char);
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\r' || char === '\f' || char === '\v';
}
