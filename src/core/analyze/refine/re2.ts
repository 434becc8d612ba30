// Does a pattern match a text? With RE2's promise: time grows with the text's length only, for any pattern,
// so nothing a user types can hang the page (JavaScript's own engine backtracks and can).
// In: a pattern and texts. Out: yes or no, unanchored. Invariant: the states of the automaton are made when a
// text first needs them and forgotten when there are too many; the answer does not depend on that.

import { type Ranges, tidy, wordCharacters } from './re2Classes';
import { type Assertion, parsePattern } from './re2Parse';
import { compilePattern, op, type Program } from './re2Program';

/** What stands beside a position, as far as assertions can see. */
const edge = { text: 0, newline: 1, word: 2, other: 3 } as const;

const unknown = -1;
const accepted = -2;
const maxStates = 4000;

interface State {
  /** Instructions to continue with, before assertions are looked at. */
  readonly rows: readonly number[];
  /** An `edge`: what was read last. */
  readonly before: number;
  /** State after each letter of the alphabet, then after the end of the text. */
  readonly after: Int32Array;
}

export class Pattern {
  private readonly program: Program;
  private readonly letters: Letters;
  private states: State[] = [];
  private readonly numbers = new Map<string, number>();

  /** @throws PatternError where Go's regexp package refuses the pattern */
  constructor(readonly source: string) {
    this.program = compilePattern(parsePattern(source), source);
    this.letters = new Letters(this.program);
  }

  test(text: string): boolean {
    let state = this.state([this.program.start], edge.text);
    const end = this.letters.count;
    for (let i = 0; i < text.length; i++) {
      let c = text.charCodeAt(i);
      if (c >= 0xd800 && c < 0xdc00) {
        c = text.codePointAt(i)!;
        if (c > 0xffff) i++;
      }
      const letter = this.letters.of(c);
      let next = this.states[state].after[letter];
      if (next === unknown) next = this.step(state, letter);
      if (next === accepted) return true;
      state = next;
    }
    const last = this.states[state].after[end];
    return (last === unknown ? this.step(state, end) : last) === accepted;
  }

  private state(rows: readonly number[], before: number): number {
    const key = `${before}:${rows.join()}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.states.length;
    this.states.push({ rows, before, after: new Int32Array(this.letters.count + 1).fill(unknown) });
    this.numbers.set(key, number);
    return number;
  }

  private step(from: number, letter: number): number {
    let state = this.states[from];
    if (this.states.length > maxStates) {
      this.states = [];
      this.numbers.clear();
      state = this.states[this.state(state.rows, state.before)]!;
    }
    const after = letter === this.letters.count ? edge.text : this.letters.edge(letter);
    const reached = this.closure(state.rows, state.before, after);
    let next = accepted;
    if (reached !== undefined) {
      const rows = new Set([this.program.start]);
      for (const row of reached) if (this.letters.isIn(letter, row)) rows.add(this.program.next[row]);
      next = this.state(
        [...rows].sort((a, b) => a - b),
        after,
      );
    }
    state.after[letter] = next;
    return next;
  }

  /** Instructions that read a character, reachable from `rows`; undefined if the end of the pattern is. */
  private closure(rows: readonly number[], before: number, after: number): readonly number[] | undefined {
    const { program } = this;
    const seen = new Set<number>(rows);
    const reading: number[] = [];
    const todo = [...rows];
    for (let row = todo.pop(); row !== undefined; row = todo.pop()) {
      const kind = program.op[row];
      if (kind === op.match) return undefined;
      if (kind === op.characters) {
        reading.push(row);
        continue;
      }
      if (kind === op.assertion && !holds(program.assertion[row]!, before, after)) continue;
      for (const next of kind === op.split ? [program.next[row], program.other[row]] : [program.next[row]]) {
        if (seen.has(next)) continue;
        seen.add(next);
        todo.push(next);
      }
    }
    return reading;
  }
}

function holds(assertion: Assertion, before: number, after: number): boolean {
  switch (assertion) {
    case 'textStart':
      return before === edge.text;
    case 'textEnd':
      return after === edge.text;
    case 'lineStart':
      return before === edge.text || before === edge.newline;
    case 'lineEnd':
      return after === edge.text || after === edge.newline;
    case 'wordBoundary':
      return (before === edge.word) !== (after === edge.word);
    case 'noWordBoundary':
      return (before === edge.word) === (after === edge.word);
  }
}

/** Characters that no instruction tells apart are one letter: the automaton's alphabet. */
class Letters {
  readonly count: number;
  /** First character of each letter's stretch, in order; stretch i is letter i. */
  private readonly starts: readonly number[];
  private readonly ascii = new Uint16Array(128);
  private readonly members: readonly (Uint8Array | undefined)[];

  constructor(program: Program) {
    const starts = new Set([0, 10, 11]);
    const cut = (ranges: Ranges): void => {
      for (let i = 0; i < ranges.length; i += 2) starts.add(ranges[i]).add(ranges[i + 1] + 1);
    };
    cut(wordCharacters);
    for (const ranges of new Set(program.ranges)) if (ranges !== undefined) cut(ranges);
    this.starts = [...starts].sort((a, b) => a - b);
    this.count = this.starts.length;
    for (let c = 0; c < 128; c++) this.ascii[c] = this.search(c);
    const known = new Map<Ranges, Uint8Array>();
    this.members = program.ranges.map((ranges) => {
      if (ranges === undefined) return undefined;
      let member = known.get(ranges);
      if (member === undefined) known.set(ranges, (member = this.memberOf(ranges)));
      return member;
    });
  }

  of(codePoint: number): number {
    return codePoint < 128 ? this.ascii[codePoint] : this.search(codePoint);
  }

  /** Whether instruction `row` reads this letter. The end of the text is read by none. */
  isIn(letter: number, row: number): boolean {
    return this.members[row]![letter] === 1;
  }

  edge(letter: number): number {
    const c = this.starts[letter];
    if (c === 10) return edge.newline;
    for (let i = 0; i < wordCharacters.length; i += 2) {
      if (c >= wordCharacters[i] && c <= wordCharacters[i + 1]) return edge.word;
    }
    return edge.other;
  }

  private memberOf(ranges: Ranges): Uint8Array {
    const member = new Uint8Array(this.count);
    const sorted = tidy(ranges);
    for (let i = 0; i < sorted.length; i += 2) {
      for (let k = this.search(sorted[i]); k < this.count && this.starts[k] <= sorted[i + 1]; k++) member[k] = 1;
    }
    return member;
  }

  private search(codePoint: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= codePoint) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
