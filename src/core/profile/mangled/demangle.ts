// The door to mangled names. In: the name of a symbol, of any language. Out: the readable one, as `go tool pprof` shows it
// unless -symbolize says otherwise; undefined for a name that is not mangled, or in a way that pprof does not know.
// Invariant: bounded work for any name; what looks mangled and is not stays as it is.

import { demangleItanium } from './itanium';
import { demangleRustLegacy } from './rustLegacy';
import { demangleRustV0 } from './rustV0';

/** How mangled names begin, macOS's with one more `_`. */
const start = /^_{1,4}(?:Z|R|GLOBAL_[._$])/;

const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];

export function demangled(name: string): string | undefined {
  if (!start.test(name)) return undefined;
  const symbol = asBytes(name);
  return ofSymbol(symbol) ?? ofSymbol(symbol.slice(1));
}

function ofSymbol(symbol: string): string | undefined {
  const found = demangleRustLegacy(symbol) ?? demangleItanium(symbol);
  return found === undefined ? demangleRustV0(symbol) : asText(found);
}

/** Lengths in mangled names count bytes: a character for each byte. */
function asBytes(text: string): string {
  if (isAscii(text)) return text;
  return Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function asText(bytes: string): string {
  if (isAscii(bytes)) return bytes;
  return decoder.decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
