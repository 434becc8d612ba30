// Patterns as `go tool pprof` reads them: Go's regexp syntax (RE2 with Perl's extras).
// In: the pattern's text. Out: a tree of character sets, assertions and repetitions; groups capture nothing,
// greed does not matter, because all we ever ask is whether a text matches. Invariant: what Go refuses
// (look-around, back references, counts over 1000, …) is refused here, as a PatternError with Go's reason.

import {
  anyCharacter,
  digits,
  foldCase,
  maxCodePoint,
  negate,
  notNewline,
  posixClasses,
  type Ranges,
  spaces,
  tidy,
  unicodeClass,
  wordCharacters,
} from './re2Classes';

import { PatternError, PatternReader } from './re2Reader';

export type Assertion = 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'wordBoundary' | 'noWordBoundary';

export type PatternNode =
  | { readonly kind: 'characters'; readonly ranges: Ranges }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly items: readonly PatternNode[] }
  /** `max` -1: no upper bound. */
  | { readonly kind: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number };

interface Flags {
  readonly fold: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

const maxRepeat = 1000;
const maxNesting = 1000;
const perlClasses = new Map<string, Ranges>(Object.entries({ d: digits, s: spaces, w: wordCharacters }));
const controlEscapes = new Map(Object.entries({ a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }));
const assertionEscapes = new Map<string, Assertion>(
  Object.entries({ A: 'textStart', z: 'textEnd', b: 'wordBoundary', B: 'noWordBoundary' } as const),
);

export function parsePattern(text: string): PatternNode {
  return new Parser(text).parse();
}

class Parser extends PatternReader {
  private nesting = 0;
  private flags: Flags = { fold: false, multiLine: false, dotAll: false };

  parse(): PatternNode {
    const node = this.choice();
    if (this.at < this.text.length) throw new PatternError('unexpected )', this.text);
    return node;
  }

  private choice(): PatternNode {
    const items = [this.sequence()];
    while (this.take('|')) items.push(this.sequence());
    return items.length === 1 ? items[0] : { kind: 'choice', items };
  }

  private sequence(): PatternNode {
    const items: PatternNode[] = [];
    let lastRepeat = -1; // Where the repetition before this place began, -1 if there was none just before.
    while (this.at < this.text.length && !this.sees('|') && !this.sees(')')) {
      const start = this.at;
      const bounds = this.repetition();
      if (bounds === undefined) {
        this.atom(items);
        lastRepeat = -1;
        continue;
      }
      this.take('?'); // Lazy: the same set of texts.
      if (lastRepeat >= 0) throw this.error('invalid nested repetition operator', lastRepeat);
      const item = items.pop();
      if (item === undefined) throw this.error('missing argument to repetition operator', start);
      items.push({ kind: 'repeat', item, min: bounds[0], max: bounds[1] });
      lastRepeat = start;
    }
    return items.length === 1 ? items[0] : { kind: 'sequence', items };
  }

  /** `*`, `+`, `?` or `{…}` at this place; undefined where a `{` is just a brace. */
  private repetition(): readonly [number, number] | undefined {
    if (this.take('*')) return [0, -1];
    if (this.take('+')) return [1, -1];
    if (this.take('?')) return [0, 1];
    const counts = this.groups(/^\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/);
    if (counts === undefined) return undefined;
    const [all, low, comma, high] = counts;
    const min = Number(low);
    const max = comma === undefined ? min : high === undefined ? -1 : Number(high);
    if (min > maxRepeat || max > maxRepeat || (max >= 0 && min > max)) {
      throw new PatternError('invalid repeat count', all);
    }
    this.at += all.length;
    return [min, max];
  }

  /** Adds what begins at this place; nothing for flags such as `(?i)`, several for `\Q…\E`. */
  private atom(items: PatternNode[]): void {
    const start = this.at;
    const c = this.next();
    switch (c) {
      case '(': {
        this.group(items, start);
        return;
      }
      case '[':
        items.push({ kind: 'characters', ranges: this.bracketClass(start) });
        return;
      case '.':
        items.push({ kind: 'characters', ranges: this.flags.dotAll ? anyCharacter : notNewline });
        return;
      case '^':
        items.push({ kind: 'assertion', assertion: this.flags.multiLine ? 'lineStart' : 'textStart' });
        return;
      case '$':
        items.push({ kind: 'assertion', assertion: this.flags.multiLine ? 'lineEnd' : 'textEnd' });
        return;
      case '\\': {
        this.escape(items, start);
        return;
      }
      default:
        items.push(this.literal(c.codePointAt(0)!));
    }
  }

  private literal(codePoint: number): PatternNode {
    const ranges = [codePoint, codePoint];
    return { kind: 'characters', ranges: this.flags.fold ? foldCase(ranges) : ranges };
  }

  private group(items: PatternNode[], start: number): void {
    const outer = this.flags;
    if (this.take('?')) {
      const name = this.groups(/^P?<([^>]*)>/);
      if (name !== undefined) {
        this.at += name[0].length;
        if (!/^\w+$/.test(name[1] ?? '')) throw this.error('invalid named capture', start);
      } else if (this.flagsEndGroup(start)) {
        return; // `(?i)` holds to the end of the group around it.
      }
    }
    if (++this.nesting > maxNesting) throw new PatternError('expression nests too deeply', this.text);
    const node = this.choice();
    if (!this.take(')')) throw new PatternError('missing closing )', this.text);
    this.nesting--;
    this.flags = outer;
    items.push(node);
  }

  /** Reads `i-s:` or `i)`; true for the latter. */
  private flagsEndGroup(start: number): boolean {
    const words = this.groups(/^([imsU]*)(-[imsU]+)?([:)])/);
    if (words === undefined) {
      const known = this.groups(/^[imsU-]*/)?.[0].length ?? 0;
      throw this.error('invalid or unsupported Perl syntax', start, Math.min(this.text.length, this.at + known + 1));
    }
    const [all, on = '', off = '', end] = words;
    const value = (letter: string, before: boolean): boolean =>
      !off.includes(letter) && (before || on.includes(letter));
    this.flags = {
      fold: value('i', this.flags.fold),
      multiLine: value('m', this.flags.multiLine),
      dotAll: value('s', this.flags.dotAll),
    };
    this.at += all.length;
    return end === ')';
  }

  private escape(items: PatternNode[], start: number): void {
    const c = this.text.charAt(this.at);
    const assertion = assertionEscapes.get(c);
    if (assertion !== undefined) {
      this.at++;
      items.push({ kind: 'assertion', assertion });
    } else if (c === 'Q') {
      const end = this.text.indexOf('\\E', this.at + 1);
      const quoted = this.text.slice(this.at + 1, end < 0 ? this.text.length : end);
      for (const character of quoted) items.push(this.literal(character.codePointAt(0)!));
      this.at = end < 0 ? this.text.length : end + 2;
    } else {
      const ranges = this.classEscape(start);
      items.push(ranges === undefined ? this.literal(this.characterEscape(start)) : { kind: 'characters', ranges });
    }
  }

  /** `\d`, `\W`, `\pL`, `\P{Greek}` after the backslash; undefined where the escape is one character. */
  private classEscape(start: number): Ranges | undefined {
    const c = this.text.charAt(this.at);
    const perl = perlClasses.get(c.toLowerCase());
    if (perl !== undefined) {
      this.at++;
      return this.signed(perl, c >= 'a');
    }
    if (c !== 'p' && c !== 'P') return undefined;
    this.at++;
    const named = this.groups(/^(?:\{(\^?)([^}]*)\}|([^{]))/u);
    if (named === undefined) throw this.error('invalid character class range', start, this.text.length);
    this.at += named[0].length;
    const ranges = unicodeClass(named[2] ?? named[3] ?? '');
    if (ranges === undefined) throw this.error('invalid character class range', start);
    return this.signed(ranges, (c === 'p') === (named[1] !== '^'));
  }

  private signed(ranges: Ranges, isPositive: boolean): Ranges {
    const folded = this.flags.fold ? foldCase(ranges) : ranges;
    return isPositive ? folded : negate(folded);
  }

  private characterEscape(start: number): number {
    const octal = this.groups(/^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/);
    const hex = this.groups(/^x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/);
    const c = this.at < this.text.length ? this.next() : '';
    if (c === '') throw this.error('trailing backslash at end of expression', start);
    if (octal !== undefined) return this.skipTo(start + 1 + octal[0].length, parseInt(octal[0], 8));
    if (hex !== undefined) {
      const value = parseInt(hex[1] ?? hex[2] ?? '', 16);
      if (value <= maxCodePoint) return this.skipTo(start + 1 + hex[0].length, value);
    }
    const control = controlEscapes.get(c);
    if (control !== undefined) return control;
    if (c < '\x80' && !/^[A-Za-z0-9]$/.test(c)) return c.charCodeAt(0);
    throw this.error('invalid escape sequence', start);
  }

  private skipTo(at: number, value: number): number {
    this.at = at;
    return value;
  }

  private bracketClass(start: number): Ranges {
    const isNegated = this.take('^');
    const ranges: number[] = [];
    for (let first = true; first || !this.sees(']'); first = false) {
      if (this.at >= this.text.length) throw this.error('missing closing ]', start, this.text.length);
      this.classItem(ranges, start);
    }
    this.at++;
    return isNegated ? negate(ranges) : tidy(ranges);
  }

  private classItem(ranges: number[], classStart: number): void {
    const start = this.at;
    const posix = this.groups(/^\[:(\^?)(.*?):\]/s);
    if (posix !== undefined) {
      const named = posixClasses.get(posix[2] ?? '');
      this.at += posix[0].length;
      if (named === undefined) throw this.error('invalid character class range', start);
      ranges.push(...this.signed(named, posix[1] === ''));
      return;
    }
    if (this.take('\\')) {
      const escaped = this.classEscape(start);
      if (escaped !== undefined) {
        ranges.push(...escaped);
        return;
      }
      this.at = start;
    }
    const low = this.classCharacter(classStart);
    let high = low;
    if (this.sees('-') && this.at + 1 < this.text.length && this.text.charAt(this.at + 1) !== ']') {
      this.at++;
      high = this.classCharacter(classStart);
      if (high < low) throw this.error('invalid character class range', start);
    }
    const pair = [low, high];
    ranges.push(...(this.flags.fold ? foldCase(pair) : pair));
  }

  private classCharacter(classStart: number): number {
    if (this.at >= this.text.length) throw this.error('missing closing ]', classStart, this.text.length);
    const start = this.at;
    const c = this.next();
    return c === '\\' ? this.characterEscape(start) : c.codePointAt(0)!;
  }
}
