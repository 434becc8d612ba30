// Names at the end of a Java profile. In: lines `0xID NAME (FILE:LINE)` and the samples that use the ids.
// Out: lines by address id. Invariant: as `go tool pprof`: the first file a function is seen with is its
// file, ids that no sample has are passed over, a later line for an id replaces the earlier one.

import { malformed } from '../../wire/errors';
import type { AddressSamples, SymbolLine } from './addressSamples';
import type { TextLines } from './textLines';

/** @param lines reads on behind its current line */
export function javaSymbols(lines: TextLines, samples: AddressSamples): Map<number, readonly SymbolLine[]> {
  const symbols = new Map<number, readonly SymbolLine[]>();
  const fileOf = new Map<string, string>();
  const known = samples.addressCount;
  while (lines.advance()) {
    const symbol = symbolOf(lines.text());
    if (symbol === undefined) continue;
    if (symbol.id >= 2n ** 64n) throw malformed('an address of more than 64 bits', lines.from);
    const id = samples.addressId(Number(symbol.id >> 32n), Number(symbol.id & 0xffffffffn));
    if (id >= known) continue;
    const { name } = symbol;
    if (!fileOf.has(name)) fileOf.set(name, symbol.file);
    symbols.set(id, [{ name, file: fileOf.get(name) ?? '', line: symbol.line }]);
  }
  return symbols;
}

/** `0x12 NAME (FILE:LINE)`, `0x12 NAME (/lib/LIBRARY.so)`, `0x12 generated stub/JIT`, `0x12 GC`. */
function symbolOf(line: string): (SymbolLine & { readonly id: bigint }) | undefined {
  const space = line.search(/\s/);
  const word = line.slice(0, space);
  if (space < 0 || !/^0x[\da-f]{1,64}$/i.test(word)) return undefined;
  const id = BigInt(word);
  const rest = line.slice(space).trim();
  const open = rest.lastIndexOf(' (');
  if (rest.endsWith(')') && open >= 0) {
    const place = rest.slice(open + 2, -1);
    const name = rest.slice(0, open).trimEnd();
    const colon = place.lastIndexOf(':');
    if (colon > 0 && /^-?\d+$/.test(place.slice(colon + 1))) {
      const number = Number(place.slice(colon + 1));
      return { id, name, file: place.slice(0, colon), line: number > 0 && number < 2 ** 31 ? number : 0 };
    }
    return { id, name, file: place.slice(place.lastIndexOf('/') + 1), line: 0 };
  }
  return { id, name: rest.includes('generated stub/JIT') ? 'STUB' : rest, file: '', line: 0 };
}
