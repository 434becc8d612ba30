// Where things stand in the text of a dump, for who reads it in an editor. In: lines, in parts. Out: goroutines (of
// `debug=1` records of equal stacks) with the places of their frames, and what stands before them (a panic, a signal).
// Invariants: lines and columns count from zero, as an editor's do; every line is looked at once; a line of a log that
// stands in between belongs to nobody; unlike dump.ts nothing is counted or merged, the text is what is shown.

import { printable } from '../../base/printable';

export interface DumpPlace {
  readonly line: number;
  /** Columns of `FILE:LINE`. */
  readonly start: number;
  readonly end: number;
  readonly function: string;
  readonly file: string;
  /** Line1 in that file. */
  readonly fileLine: number;
  readonly isCreator: boolean;
}

export interface DumpGoroutine {
  readonly line: number;
  /** The last line that belongs to it. */
  readonly end: number;
  /** The goroutine's number; undefined for a record of `debug=1`. */
  readonly id: number | undefined;
  /** 1, or that of the record. */
  readonly count: number;
  /** What stands in the brackets: state, wait and more; '' where there is nothing. */
  readonly state: string;
  readonly places: readonly DumpPlace[];
}

/** `panic: …`, `fatal error: …`, `SIGQUIT: quit`, or the title of a `debug=1` text. */
export interface DumpTitle {
  readonly line: number;
  readonly text: string;
}

export interface DumpOutline {
  readonly titles: readonly DumpTitle[];
  readonly goroutines: readonly DumpGoroutine[];
}

// A log may put its prefix in front of a header, and its own words in front of that.
const header = /^.{0,200}?\bgoroutine (\d+) (?:gp=[^[{]*)?([[{].*):\s*$/;
const record = /^(\d+) @(?: 0x[\da-f]+)*\s*$/;
const titleLine = /^(?:panic: .*|fatal error: .*|SIGQUIT: quit.*|\S+ profile: total \d+)$/;
/** A longer line is no part of a dump that a person reads. */
const longestLine = 4096;
const longestTitle = 200;

interface Growing {
  readonly line: number;
  end: number;
  readonly id: number | undefined;
  readonly count: number;
  readonly state: string;
  readonly places: DumpPlace[];
}

export class DumpOutlinePass implements DumpOutline {
  readonly samplesInSlice = 10_000;
  readonly titles: DumpTitle[] = [];
  readonly goroutines: Growing[] = [];
  private next = 0;
  private current: Growing | undefined;
  private before = '';

  constructor(private readonly lines: readonly string[]) {}

  /** True when all lines were looked at. */
  advance(lines: number): boolean {
    const stop = Math.min(this.lines.length, this.next + lines);
    for (; this.next < stop; this.next++) {
      const text = this.lines[this.next];
      if (text.length <= longestLine) this.read(this.next, text);
    }
    return stop === this.lines.length;
  }

  private read(line: number, text: string): void {
    if (text.trim() === '') {
      this.before = '';
      return;
    }
    if (this.startsGoroutine(line, text)) return;
    const { current } = this;
    if (current === undefined || this.before === '') {
      if (titleLine.test(text)) {
        this.titles.push({ line, text: printable(text.slice(0, longestTitle)) });
        this.current = undefined;
        return;
      }
    }
    if (current === undefined) return;
    const found = this.placeIn(line, text);
    if (found !== undefined) current.places.push(found);
    // A call comes before its place, and what is neither belongs to the goroutine only between two that are.
    if (found !== undefined || text.startsWith('...') || text.startsWith('\t') || text.startsWith('#'))
      current.end = line;
    this.before = text;
  }

  private startsGoroutine(line: number, text: string): boolean {
    const head = text.includes('goroutine ') ? header.exec(text) : null;
    const counted = head === null && text.includes(' @') ? record.exec(text) : null;
    if (head === null && counted === null) return false;
    this.current = {
      line,
      end: line,
      id: head === null ? undefined : Number(head[1]),
      count: counted === null ? 1 : Number(counted[1]),
      state: head === null ? '' : printable(stateOf(head[2])),
      places: [],
    };
    this.goroutines.push(this.current);
    this.before = text;
    return true;
  }

  private placeIn(line: number, text: string): DumpPlace | undefined {
    const found = fileAndLine(text);
    if (found === undefined) return undefined;
    const where = { line, ...found };
    if (text.startsWith('#\t')) {
      // `#`, the address, the function with an offset, tabs for alignment, the place.
      const name = text.split('\t', 3).at(2) ?? '';
      return { ...where, function: name.replace(/\+0x[\da-f]+$/, ''), isCreator: false };
    }
    if (this.before === '') return undefined;
    const started = this.before.indexOf(creator);
    const name = started < 0 ? withoutArguments(this.before) : this.before.slice(started + creator.length).trimEnd();
    return { ...where, function: name.replace(/ in goroutine \d+$/, ''), isCreator: started >= 0 };
  }
}

const creator = 'created by ';

/**
 * `FILE:LINE` behind a tab, or behind what a terminal made of one, up to the offset. By steps that go over the line once:
 * a dump is input, and an expression that tries every tab with every colon is a way to stop the editor.
 */
function fileAndLine(text: string): Pick<DumpPlace, 'start' | 'end' | 'file' | 'fileLine'> | undefined {
  const offset = text.search(/ (?:\+0x|fp=0x)/);
  const end = (offset < 0 ? text : text.slice(0, offset)).trimEnd().length;
  const colon = text.lastIndexOf(':', end - 1);
  const digits = text.slice(colon + 1, end);
  if (colon < 1 || !/^\d+$/.test(digits)) return undefined;
  const tab = text.lastIndexOf('\t', colon);
  const blanks = text.lastIndexOf('    ', colon);
  const start = tab >= 0 ? tab + 1 : blanks + 4;
  if ((tab < 0 && blanks < 0) || start >= colon || text[start] === ' ') return undefined;
  return { start, end, file: text.slice(start, colon), fileLine: Number(digits) };
}

/** Without the brackets where labels follow them, and what a crash says of threads. */
function stateOf(rest: string): string {
  const close = rest.indexOf(']');
  return rest.startsWith('[') && close > 0 ? rest.slice(1, close) : '';
}

function withoutArguments(call: string): string {
  const text = call.trim();
  const open = text.lastIndexOf('(');
  return text.endsWith(')') && open > 0 ? text.slice(0, open) : text;
}
