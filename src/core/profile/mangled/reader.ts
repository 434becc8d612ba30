// A mangled name while it is read. In: the text after `_Z`. Out: characters, numbers, identifiers, and what was seen so
// far: parts that can be referred to, and templates whose arguments are in scope.
// Invariant: reading ends in NotMangled where the text is not in the grammar.

import type { Budget } from './nodes';
import { named, node, NotMangled, type Node } from './nodes';

export class Reader {
  at = 0;
  /** Parts in the order in which S_, S0_, … mean them. */
  seen: Node[] = [];
  /** null is in the place of the template of a conversion operator, which comes after the type it converts to. */
  templates: (Node | null)[] = [];
  /** One more than how many templates there were outside of the lambda that is read; 0 outside of any. */
  lambdaLevel = 0;
  inConstraint = false;
  /** How many parameters of lambdas' templates have been declared: types, values, templates. */
  readonly declared = { $T: 0, $N: 0, $TT: 0 };

  constructor(
    readonly text: string,
    readonly budget: Budget,
  ) {}

  fail(): never {
    throw new NotMangled(this.text);
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** '' at the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  /** The character where the name must not end. */
  some(): string {
    return this.atEnd ? this.fail() : this.text[this.at];
  }

  next(): string {
    const char = this.some();
    this.at++;
    return char;
  }

  starts(prefix: string): boolean {
    return this.text.startsWith(prefix, this.at);
  }

  skip(prefix: string): boolean {
    if (!this.starts(prefix)) return false;
    this.at += prefix.length;
    return true;
  }

  expect(char: string): void {
    if (!this.skip(char)) this.fail();
  }

  add(part: Node): void {
    this.budget.spend();
    this.seen.push(part);
  }

  number(): number {
    const negative = this.skip('n');
    if (!isDigit(this.peek())) this.fail();
    let value = 0;
    while (isDigit(this.peek())) {
      if (value >= 0x80000000 / 10 - 10) this.fail();
      value = value * 10 + Number(this.next());
    }
    return negative ? -value : value;
  }

  /** `_` is 0, `0_` is 1. */
  compactNumber(): number {
    if (this.skip('_')) return 0;
    if (this.some() === 'n') this.fail();
    const value = this.number();
    this.expect('_');
    return value + 1;
  }

  /** As compactNumber, in base 36. */
  sequence(mayEnd: boolean): number {
    if (this.skip('_')) return 0;
    let value = 0;
    for (;;) {
      if (this.atEnd) return mayEnd ? value + 1 : this.fail();
      if (value >= 0x80000000 / 36 - 36) this.fail();
      const char = this.next();
      if (char === '_') return value + 1;
      if (!isDigit(char) && !isUpper(char)) this.fail();
      value = value * 36 + parseInt(char, 36);
    }
  }

  identifier(): Node {
    this.budget.spend();
    const length = this.number();
    if (length <= 0 || this.text.length - this.at < length) this.fail();
    const text = this.text.slice(this.at, (this.at += length));
    return named(/^_GLOBAL_[._$]N./s.test(text) ? '(anonymous namespace)' : text);
  }

  tagged(name: Node): Node {
    let out = name;
    while (this.skip('B')) out = node('tagged', [out, this.identifier()]);
    return out;
  }

  /** The second and further things of one name in a function; shown alike. */
  discriminator(): void {
    if (this.peek() !== '_') {
      if (/^\d*$/.test(this.text.slice(this.at))) this.at = this.text.length;
      return;
    }
    this.at++;
    const long = this.skip('_');
    const value = this.number();
    if (value < 0) this.fail();
    if (long && value >= 10) this.expect('_');
  }
}

export function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

export function isUpper(char: string): boolean {
  return char >= 'A' && char <= 'Z';
}

export function isLower(char: string): boolean {
  return char >= 'a' && char <= 'z';
}
