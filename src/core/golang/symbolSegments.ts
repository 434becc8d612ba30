// The words of a symbol. In: a symbol's text behind its package. Out: its parts between dots, with type
// arguments and suffixes taken off. Invariant: dots, slashes and brackets inside type arguments and
// receivers never end a part, however deep they nest.

export interface Segment {
  /** `pointer` is a receiver in brackets; `literal` and `wrapper` are made by the compiler. */
  readonly kind: 'name' | 'pointer' | 'literal' | 'wrapper';
  readonly text: string;
  /** Of a literal or wrapper, else 0. */
  readonly number: number;
  /** `3` instead of `func3`. */
  readonly isBareNumber: boolean;
  /** How many `-rangeN` follow: bodies of range-over-func loops. */
  readonly rangeBodies: number;
  /** Ends in `-fm`. */
  readonly isMethodValue: boolean;
}

/** Undefined where brackets do not match. */
export function scanSegments(text: string, from: number): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  let start = from;
  let depth = 0;
  for (let i = from; i <= text.length; i++) {
    const c = text[i];
    if (c === '[' || c === '(' || c === '{') depth++;
    else if (c === ']' || c === ')' || c === '}') depth--;
    else if (c === '"' && depth > 0) i = endOfTag(text, i);
    if (depth < 0) return undefined;
    const isEnd = i === text.length || (c === '.' && depth === 0);
    if (!isEnd) continue;
    // `glob..func1` has a dot in its name, to be no function's name.
    if (i > start) segments.push(segmentOf(text.slice(start, i)));
    else if (segments.at(-1)?.text === 'glob') segments.splice(-1, 1, { ...plain, text: 'glob.' });
    start = i + 1;
  }
  return depth === 0 ? dropAbi(segments) : undefined;
}

/** A struct type among the type arguments carries its tags, and they hold anything. */
function endOfTag(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** `runtime.mcall.abi0` is the same function seen through an older calling convention. */
function dropAbi(segments: Segment[]): Segment[] {
  const last = segments.at(-1)?.text;
  if (segments.length > 1 && (last === 'abi0' || last === 'abiinternal')) segments.pop();
  return segments;
}

function segmentOf(raw: string): Segment {
  if (raw.startsWith('(')) {
    const inner = raw.slice(raw.startsWith('(*') ? 2 : 1, raw.endsWith(')') ? -1 : undefined);
    return { ...plain, kind: 'pointer', text: withoutTypeArguments(inner) };
  }
  const [head, ...suffixes] = splitSuffixes(withoutTypeArguments(raw));
  // Go 1.17 to 1.20 wrote `f·dwrap·1`.
  const dot = head.indexOf('·');
  const text = dot > 0 ? head.slice(0, dot) : head;
  const rangeBodies = suffixes.filter((s) => s.startsWith('range')).length;
  const isMethodValue = suffixes.includes('fm');
  const digits = trailingDigits(text);
  const word = text.slice(0, text.length - digits.length);
  const inner = digits === '' ? undefined : compilerWords.get(word);
  if (inner === undefined) return { ...plain, text, rangeBodies, isMethodValue: isMethodValue || dot > 0 };
  return { kind: inner, text, number: Number(digits), isBareNumber: word === '', rangeBodies, isMethodValue };
}

const plain: Segment = { kind: 'name', text: '', number: 0, isBareNumber: false, rangeBodies: 0, isMethodValue: false };

const compilerWords: ReadonlyMap<string, 'literal' | 'wrapper'> = new Map([
  ['', 'literal'],
  ['func', 'literal'],
  ['gowrap', 'wrapper'],
  ['deferwrap', 'wrapper'],
]);

function withoutTypeArguments(text: string): string {
  const open = text.indexOf('[');
  if (open < 0) return text;
  const close = text.lastIndexOf(']');
  return text.slice(0, open) + text.slice(close + 1);
}

/** Identifiers have no hyphen, so everything behind one is a suffix. */
function splitSuffixes(text: string): [string, ...string[]] {
  const [head = '', ...rest] = text.split('-');
  return [head, ...rest];
}

function trailingDigits(text: string): string {
  let at = text.length;
  while (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') at--;
  return text.slice(at);
}
