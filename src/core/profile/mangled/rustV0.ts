// Mangled names of Rust, v0. In: a symbol that begins with _R. Out: its path as `go tool pprof` shows it, or undefined for
// what is none. Generic arguments are left out, but not the brackets around them, which is pprof's way.
// Invariant: the text and the time are bounded, however often parts refer back.

import { NotMangled } from './nodes';
import { RustReader } from './rustReader';

const basicTypes: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

/** @param symbol a character for each byte; what is returned is text */
export function demangleRustV0(symbol: string): string | undefined {
  if (!symbol.startsWith('_R')) return undefined;
  const end = symbol.indexOf('.');
  try {
    return new Path(symbol.slice(2, end < 0 ? undefined : end)).read();
  } catch (error) {
    if (error instanceof NotMangled) return undefined;
    throw error;
  }
}

class Path extends RustReader {
  read(): string {
    if (/^\d?$/.test(this.text.charAt(0))) this.fail();
    this.path(true);
    if (this.at < this.end) this.quietly(() => this.path(false));
    return this.at < this.end ? this.fail() : this.out;
  }

  /** @param isValue `::` stands before generic arguments, as it does outside of types */
  private path(isValue: boolean): void {
    this.budget.down(() => {
      const code = this.next();
      switch (code) {
        case 'C': {
          this.write(this.identifier().name);
          return;
        }
        case 'M':
        case 'X':
          this.quietly(() => {
            this.disambiguator();
            this.path(false);
          });
          {
            this.implementation(code === 'X');
            return;
          }
        case 'Y': {
          this.implementation(true);
          return;
        }
        case 'N': {
          this.nested(isValue);
          return;
        }
        case 'I':
          this.path(isValue);
          this.write(isValue ? '::<' : '<');
          this.genericArguments();
          this.write('>');
          {
            this.expectEnd();
            return;
          }
        case 'B': {
          this.back(() => this.path(isValue));
          return;
        }
        default:
          return this.fail();
      }
    });
  }

  private implementation(isOfTrait: boolean): void {
    this.write('<');
    this.type();
    if (isOfTrait) {
      this.write(' as ');
      this.path(false);
    }
    this.write('>');
  }

  private nested(isValue: boolean): void {
    const namespace = this.next();
    if (!/[a-zA-Z]/.test(namespace)) this.fail();
    this.path(isValue);
    const { name, number } = this.identifier();
    if (namespace >= 'a') {
      this.write(`::${name}`);
      return;
    }
    const kind = { C: 'closure', S: 'shim' }[namespace] ?? namespace;
    this.write(`::{${kind}${name === '' ? '' : ':'}${name}#${number}}`);
  }

  private genericArguments(): void {
    this.quietly(() => this.untilEnd(', ', () => this.genericArgument()));
  }

  private genericArgument(): void {
    if (this.skip('L')) this.lifetime(this.base62());
    else if (this.skip('K')) this.constant();
    else this.type();
  }

  private type(): void {
    this.budget.down(() => {
      const code = this.peek();
      const basic = basicTypes[code] as string | undefined;
      if (basic !== undefined) {
        this.at++;
        this.write(basic);
        return;
      }
      if (/[CMXYNI]/.test(code)) {
        this.path(false);
        return;
      }
      this.at++;
      switch (code) {
        case 'A':
        case 'S':
          this.write('[');
          this.type();
          if (code === 'A') {
            this.write('; ');
            this.constant();
          }
          {
            this.write(']');
            return;
          }
        case 'T': {
          this.write('(');
          const count = this.untilEnd(', ', () => this.type());
          this.write(count === 1 ? ',)' : ')');
          this.expectEnd();
          return;
        }
        case 'R':
        case 'Q': {
          this.borrowed(code === 'Q');
          return;
        }
        case 'P':
        case 'O':
          this.write(code === 'P' ? '*const ' : '*mut ');
          {
            this.type();
            return;
          }
        case 'F': {
          this.inScope(() => this.signature());
          return;
        }
        case 'D': {
          this.inScope(() => this.traits());
          if (!this.skip('L')) this.fail();
          const lifetime = this.base62();
          if (lifetime === 0n) return;
          this.write(this.out.endsWith(' ') ? '+ ' : ' + ');
          this.lifetime(lifetime);
          return;
        }
        case 'B': {
          this.back(() => this.type());
          return;
        }
        default:
          return this.fail();
      }
    });
  }

  private borrowed(isMutable: boolean): void {
    this.write('&');
    if (this.skip('L')) {
      const lifetime = this.base62();
      if (lifetime > 0n) {
        this.lifetime(lifetime);
        this.write(' ');
      }
    }
    if (isMutable) this.write('mut ');
    this.type();
  }

  private inScope(work: () => void): void {
    const before = this.lifetimes;
    work();
    this.lifetimes = before;
  }

  private binder(): void {
    if (!this.skip('G')) return;
    const count = this.base62() + 1n;
    if (count >= BigInt(this.end - this.at - this.lifetimes)) this.fail();
    this.write('for<');
    for (let i = 0; i < count; i++) {
      this.budget.spend();
      if (i > 0) this.write(', ');
      this.lifetimes++;
      this.lifetime(1n);
    }
    this.write('> ');
  }

  private signature(): void {
    this.binder();
    if (this.skip('U')) this.write('unsafe ');
    if (this.skip('K')) {
      const abi = this.skip('C') ? { name: 'C', isPunycode: false } : this.plainIdentifier();
      if (abi.isPunycode) this.fail();
      this.write(`extern "${abi.name.replaceAll('_', '-')}" `);
    }
    this.write('fn(');
    this.untilEnd(', ', () => this.type());
    this.expectEnd();
    this.write(')');
    if (this.skip('u')) return;
    this.write(' -> ');
    this.type();
  }

  private traits(): void {
    this.write('dyn ');
    this.binder();
    this.untilEnd(' + ', () => this.trait());
    this.expectEnd();
  }

  private trait(): void {
    let isOpen = this.openPath();
    while (this.skip('p')) {
      this.write(isOpen ? ', ' : '<');
      isOpen = true;
      this.write(`${this.plainIdentifier().name} = `);
      this.type();
    }
    if (isOpen) this.write('>');
  }

  /** A path whose `<` may stay open for the types that a trait binds. */
  private openPath(): boolean {
    return this.budget.down(() => {
      if (this.peek() === 'B') {
        let isOpen = false;
        this.at++;
        this.back(() => (isOpen = this.openPath()));
        return isOpen;
      }
      if (!this.skip('I')) {
        this.path(false);
        return false;
      }
      this.path(false);
      this.write('<');
      this.genericArguments();
      this.expectEnd();
      return true;
    });
  }

  private lifetime(lifetime: bigint): void {
    if (lifetime === 0n) {
      this.write("'_");
      return;
    }
    const depth = BigInt(this.lifetimes) - lifetime;
    if (depth < 0n) this.fail();
    this.write(depth < 26n ? `'${String.fromCharCode(97 + Number(depth))}` : `'z${depth - 25n}`);
  }

  private constant(): void {
    this.budget.down(() => {
      if (this.skip('B')) {
        this.back(() => this.constant());
        return;
      }
      if (this.skip('p')) {
        this.write('_');
        return;
      }
      const code = this.next();
      const isSigned = /[aslxni]/.test(code);
      if (!isSigned && !/[htmyojbc]/.test(code)) this.fail();
      if (isSigned && this.skip('n')) this.write('-');
      const digits = /^(?:0(?=_)|[1-9a-f][0-9a-f]*(?=_|$))/.exec(this.text.slice(this.at, this.end))?.[0];
      if (digits === undefined) this.fail();
      this.at += digits.length;
      this.skip('_');
      const value = BigInt(`0x${digits}`);
      if (code === 'b') {
        this.write(value === 0n ? 'false' : value === 1n ? 'true' : this.fail());
        return;
      }
      if (code !== 'c') {
        this.write(digits.length > 16 ? `0x${digits}` : String(value));
        return;
      }
      if (digits.length > 6) this.fail();
      this.write(`'${character(Number(value), digits)}'`);
    });
  }
}

function character(code: number, digits: string): string {
  const escape = { 9: '\\t', 13: '\\r', 10: '\\n', 92: '\\\\', 39: "\\'" }[code];
  if (escape !== undefined) return escape;
  return code >= 32 && code <= 126 ? String.fromCharCode(code) : `\\u{${digits}}`;
}
