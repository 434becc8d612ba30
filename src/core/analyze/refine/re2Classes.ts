// Sets of characters for patterns. In: names as RE2 writes them (`\d`, `[:alpha:]`, `\p{Greek}`), ranges.
// Out: flat lists of code points [low, high, low, high, …]. Invariant: `tidy` lists are sorted and do not
// touch, so that a list can be negated and compared. Meaning of the names: Go's regexp/syntax.

/** Pairs of code points, both ends included. */
export type Ranges = readonly number[];

export const maxCodePoint = 0x10ffff;
export const anyCharacter: Ranges = [0, maxCodePoint];
export const notNewline: Ranges = [0, 9, 11, maxCodePoint];
export const digits: Ranges = [0x30, 0x39];
export const wordCharacters: Ranges = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
export const spaces: Ranges = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20];

/** Names inside `[: :]`. */
export const posixClasses: ReadonlyMap<string, Ranges> = new Map<string, Ranges>(
  Object.entries({
    alnum: [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a],
    alpha: [0x41, 0x5a, 0x61, 0x7a],
    ascii: [0x00, 0x7f],
    blank: [0x09, 0x09, 0x20, 0x20],
    cntrl: [0x00, 0x1f, 0x7f, 0x7f],
    digit: digits,
    graph: [0x21, 0x7e],
    lower: [0x61, 0x7a],
    print: [0x20, 0x7e],
    punct: [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e],
    space: [0x09, 0x0d, 0x20, 0x20],
    upper: [0x41, 0x5a],
    word: wordCharacters,
    xdigit: [0x30, 0x39, 0x41, 0x46, 0x61, 0x66],
  }),
);

/** Sorted, overlapping and touching pairs joined. */
export function tidy(ranges: Ranges): Ranges {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i], ranges[i + 1]]);
  pairs.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const out: number[] = [];
  for (const [low, high] of pairs) {
    const last = out.length - 1;
    if (last > 0 && low <= out[last] + 1) out[last] = Math.max(out[last], high);
    else out.push(low, high);
  }
  return out;
}

export function negate(ranges: Ranges): Ranges {
  const sorted = tidy(ranges);
  const out: number[] = [];
  let next = 0;
  for (let i = 0; i < sorted.length; i += 2) {
    if (sorted[i] > next) out.push(next, sorted[i] - 1);
    next = sorted[i + 1] + 1;
  }
  if (next <= maxCodePoint) out.push(next, maxCodePoint);
  return out;
}

/** With every character that differs from one of them only in case, e.g. k, K and the Kelvin sign. */
export function foldCase(ranges: Ranges): Ranges {
  const out = [...ranges];
  for (let i = 0; i < ranges.length; i += 2) {
    const low = ranges[i];
    const high = ranges[i + 1];
    if (high < 0x80) {
      for (let c = low; c <= high; c++) for (const other of asciiCaseMates(c)) out.push(other, other);
    } else {
      for (const [c, mates] of caseMates()) {
        if (c >= low && c <= high) for (const other of mates) out.push(other, other);
      }
    }
  }
  return tidy(out);
}

function asciiCaseMates(c: number): readonly number[] {
  const isUpper = c >= 0x41 && c <= 0x5a;
  if (!isUpper && !(c >= 0x61 && c <= 0x7a)) return [];
  const lower = c | 0x20;
  const mates = [lower, lower ^ 0x20];
  if (lower === 0x6b) mates.push(0x212a); // Kelvin sign
  if (lower === 0x73) mates.push(0x17f); // long s
  return mates;
}

let allCaseMates: ReadonlyMap<number, readonly number[]> | undefined;

/** All characters that have other cases; made at the first pattern that needs more than ASCII. */
function caseMates(): ReadonlyMap<number, readonly number[]> {
  if (allCaseMates !== undefined) return allCaseMates;
  const groups = new Map<number, number[]>();
  const lastCased = 0x1ffff; // Nothing above has case in Unicode 16.
  for (let c = 0; c <= lastCased; c++) {
    const text = String.fromCodePoint(c);
    const root = single(single(text).toUpperCase(), text).toLowerCase();
    const key = single(root, text).codePointAt(0)!;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [c]);
    else group.push(c);
  }
  const mates = new Map<number, readonly number[]>();
  for (const group of groups.values()) if (group.length > 1) for (const c of group) mates.set(c, group);
  allCaseMates = mates;
  return mates;
}

/** `text` if it is one character, else `otherwise`: simple folding never changes the length. */
function single(text: string, otherwise = text): string {
  return String.fromCodePoint(text.codePointAt(0)!) === text ? text : otherwise;
}

const unicodeClasses = new Map<string, Ranges | undefined>();

/** Characters of a general category or a script (`L`, `Lu`, `Letter`, `Greek`), undefined for no such name. */
export function unicodeClass(name: string): Ranges | undefined {
  if (!unicodeClasses.has(name)) unicodeClasses.set(name, findUnicodeClass(name));
  return unicodeClasses.get(name);
}

function findUnicodeClass(name: string): Ranges | undefined {
  if (/^any$/i.test(name)) return anyCharacter;
  if (/^ascii$/i.test(name)) return [0, 0x7f];
  for (const property of spellings(name)) {
    let test: RegExp;
    try {
      test = new RegExp(`^\\p{${property}}$`, 'u');
    } catch {
      continue; // Not a name JavaScript knows in this spelling.
    }
    const out: number[] = [];
    for (let c = 0; c <= maxCodePoint; c++) if (test.test(String.fromCodePoint(c))) out.push(c, c);
    return tidy(out);
  }
  return undefined;
}

function spellings(name: string): readonly string[] {
  if (!/^[A-Za-z][A-Za-z _-]*$/.test(name)) return [];
  const words = name
    .split(/[ _-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('_');
  return [...new Set([name, words, name.toUpperCase()])].flatMap((s) => [`General_Category=${s}`, `Script=${s}`]);
}
