// Mangled names of Rust before v0, which look like C++. In: a symbol. Out: its path without the hash at the end, or
// undefined for what is none. Invariant: as github.com/ianlancetaylor/demangle: a hash has at least five different digits.

const escapes: Readonly<Record<string, string>> = {
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
  C: ',',
};

/** @param symbol a character for each byte */
export function demangleRustLegacy(symbol: string): string | undefined {
  const end = symbol.lastIndexOf('E.');
  const match = /^_ZN(.*)17h([0-9a-f]{16})E$/s.exec(end > 0 ? symbol.slice(0, end + 1) : symbol);
  if (match === null || new Set(match[2]).size < 5) return undefined;
  const path: string[] = [];
  let rest = match[1];
  while (rest !== '') {
    const digits = /^\d+/.exec(rest)?.[0];
    if (digits === undefined || digits.length > 9) return undefined;
    const hasMark = rest[digits.length] === '_';
    const start = digits.length + (hasMark ? 1 : 0);
    const size = Number(digits) - (hasMark ? 1 : 0);
    if (size < 0 || rest.length - start < size) return undefined;
    path.push(identifier(rest.slice(start, start + size)));
    rest = rest.slice(start + size);
  }
  // Between parts without a name there is nothing before the first one.
  return path.reduce((whole, part) => (whole === '' ? part : `${whole}::${part}`), '');
}

function identifier(text: string): string {
  let rest = text.startsWith('_$') ? text.slice(1) : text;
  let out = '';
  while (rest !== '') {
    if (rest.startsWith('..')) {
      out += '::';
      rest = rest.slice(2);
    } else if (rest.startsWith('$')) {
      const escape = /^\$(C|[A-Z]{2}|u([2-7][0-9a-f]))\$/.exec(rest);
      const meant =
        escape === null
          ? undefined
          : (escape[2] as string | undefined) === undefined
            ? (escapes[escape[1]] as string | undefined)
            : String.fromCharCode(parseInt(escape[2], 16));
      if (escape === null || meant === undefined) return out + rest;
      out += meant;
      rest = rest.slice(escape[0].length);
    } else {
      out += rest[0];
      rest = rest.slice(1);
    }
  }
  return out;
}
