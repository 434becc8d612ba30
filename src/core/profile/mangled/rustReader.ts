// A mangled Rust name while it is read. In: the text after `_R`. Out: characters, numbers, identifiers; and what has been
// written of the readable name. Invariant: reading ends in NotMangled where the text is not in the grammar, or would
// become longer than a limit by parts that refer back.

import { Budget, NotMangled } from './nodes';
import { punycode } from './punycode';

const longest = 1 << 16;

export abstract class RustReader {
  protected at = 0;
  protected end: number;
  protected out = '';
  /** What is read now is not shown. */
  protected silent = false;
  protected lifetimes = 0;
  protected readonly budget: Budget;

  constructor(protected readonly text: string) {
    this.end = text.length;
    this.budget = new Budget(20_000 + 400 * text.length);
  }

  protected fail(): never {
    throw new NotMangled(this.text);
  }

  protected peek(): string {
    return this.at < this.end ? this.text[this.at] : '';
  }

  protected skip(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at++;
    return true;
  }

  protected next(): string {
    const char = this.peek();
    if (char === '') this.fail();
    this.at++;
    return char;
  }

  protected write(text: string): void {
    if (this.silent) return;
    this.out += text;
    if (this.out.length > longest) this.fail();
  }

  protected quietly(work: () => void): void {
    const before = this.silent;
    this.silent = true;
    work();
    this.silent = before;
  }

  /** Everything up to E. */
  protected untilEnd(separator: string, one: () => void): number {
    let count = 0;
    for (; this.peek() !== '' && this.peek() !== 'E'; count++) {
      if (count > 0) this.write(separator);
      one();
    }
    return count;
  }

  protected expectEnd(): void {
    if (!this.skip('E')) this.fail();
  }

  protected disambiguator(): bigint {
    return this.skip('s') ? this.base62() + 1n : 0n;
  }

  protected identifier(): { readonly name: string; readonly number: bigint } {
    const number = this.disambiguator();
    return { number, name: this.plainIdentifier().name };
  }

  protected plainIdentifier(): { readonly name: string; readonly isPunycode: boolean } {
    const isPunycode = this.skip('u');
    let size = 0;
    if (this.peek() === '') this.fail();
    while (/\d/.test(this.peek())) {
      size = size * 10 + Number(this.next());
      if (size > this.text.length) this.fail();
    }
    this.skip('_');
    if (this.end - this.at < size) this.fail();
    const name = this.text.slice(this.at, (this.at += size));
    if (!/^\w*$/.test(name)) this.fail();
    return { name: isPunycode ? (punycode(name) ?? this.fail()) : name, isPunycode };
  }

  /** `_` is 0, `0_` is 1. */
  protected base62(): bigint {
    if (this.skip('_')) return 0n;
    let value = 0n;
    for (;;) {
      const char = this.next();
      if (char === '_') return value + 1n;
      const digit = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(char);
      if (digit < 0) this.fail();
      value = BigInt.asIntN(64, value * 62n + BigInt(digit));
    }
  }

  /** What was read before, once more; the B has been read. */
  protected back(again: () => void): void {
    const from = this.at - 1;
    const index = this.base62();
    if (this.silent) return;
    if (index < 0n || index >= BigInt(from)) this.fail();
    const { at, end } = this;
    this.at = Number(index);
    this.end = from;
    again();
    this.at = at;
    this.end = end;
  }
}
