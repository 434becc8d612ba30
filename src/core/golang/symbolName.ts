// What a linker symbol says. In: a function's name as profiles and dumps spell it. Out: the package's import
// path and the declaration that the code stands in. Invariant: where a name can be read in two ways, both
// readings are there, likelier first; which one holds is for the file to say (anchors.ts).
//
// Example, Go 1.26 and older, a literal of cache.(*Group).Start that was inlined into another package's method:
//   k8s.io/client-go/tools/cache.(*controller).Run.(*Group).StartWithChannel.func2
//   package k8s.io/client-go/tools/cache (of the caller!), reading (*Group).StartWithChannel, a literal.
// Literals of literals are `f.func1.2` up to Go 1.26 and `f.func1.func2` from 1.27 on.

import { scanSegments, type Segment } from './symbolSegments';

/** A function or method as its declaration names it, without type parameters. */
export interface DeclaredName {
  /** Type name of the receiver, undefined for a function. */
  readonly receiver: string | undefined;
  /** False also where the name does not say. */
  readonly pointer: boolean;
  readonly name: string;
}

/**
 * Which part of the declaration: all of it, a function literal or range-over-func body inside,
 * a wrapper the compiler made for it, or the package's variable initialisers, which have no declaration.
 */
export type SymbolPart = 'declaration' | 'literal' | 'rangeBody' | 'wrapper' | 'initializer';

export interface GoSymbol {
  /** Import path, without the linker's escapes; of the outer function where code was inlined across packages. */
  readonly package: string;
  /** False where the code may come from another package than `package`. */
  readonly isPackageCertain: boolean;
  readonly part: SymbolPart;
  /** Likeliest first; empty for initializers. */
  readonly readings: readonly DeclaredName[];
  /** Numbers of the nested literals, outermost first; only their order of appearance is telling. */
  readonly literalPath: readonly number[];
}

/** Undefined for what is not a Go function: C symbols, labels of assembly, addresses. */
export function parseSymbolName(text: string): GoSymbol | undefined {
  const packageEnd = endOfPackage(text);
  // `type:.eq.T` and the older `type..eq.T` are helpers of the runtime; C++ names have colons too.
  if (packageEnd <= 0 || text.startsWith('type..') || text.slice(0, packageEnd).includes(':')) return undefined;
  const segments = scanSegments(text, packageEnd + 1);
  if (segments === undefined || segments.length === 0) return undefined;
  return interpret(unescapePackage(text.slice(0, packageEnd)), segments);
}

/** Import path of a symbol, '' for what is not Go's. */
export function packageOf(text: string): string {
  const end = endOfPackage(text);
  return end <= 0 ? '' : unescapePackage(text.slice(0, end));
}

/** The first dot after the last slash; neither counts inside type arguments or a receiver. */
function endOfPackage(text: string): number {
  let dot = -1;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '[' || c === '(' || c === ' ') break;
    if (c === '/') dot = -1;
    else if (c === '.' && dot < 0) dot = i;
  }
  return dot;
}

/** `gopkg.in/yaml%2ev3` is gopkg.in/yaml.v3. Go 1.27 escapes the names of inlined literals twice. */
export function unescapePackage(text: string): string {
  let path = text;
  for (let round = 0; round < 2 && path.includes('%'); round++) path = unescapeOnce(path);
  return path;
}

function unescapeOnce(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text[i] === '%' ? hexPair(text, i + 1) : undefined;
    if (code !== undefined) i += 2;
    bytes.push(code ?? text.charCodeAt(i));
  }
  // The escapes are bytes of UTF-8; everything else the linker leaves alone is ASCII.
  return bytes.every((b) => b < 0x100) ? new TextDecoder().decode(Uint8Array.from(bytes)) : text;
}

function hexPair(text: string, at: number): number | undefined {
  const value = Number.parseInt(text.slice(at, at + 2), 16);
  const isHex = (c: string | undefined): boolean => c !== undefined && '0123456789abcdefABCDEF'.includes(c);
  return isHex(text[at]) && isHex(text[at + 1]) ? value : undefined;
}

function interpret(packagePath: string, segments: readonly Segment[]): GoSymbol {
  // 1. What stands at the end: numbers of literals, wrappers, range bodies.
  let end = segments.length;
  const literalPath: number[] = [];
  let part: SymbolPart = 'declaration';
  while (end > 1 && isInner(segments, end - 1)) {
    const segment = segments[end - 1];
    if (part === 'declaration') part = partOf(segment);
    if (segment.kind === 'literal') literalPath.unshift(segment.number);
    end--;
  }
  const last = segments[end - 1];
  if (part === 'declaration') {
    if (last.rangeBodies > 0) part = 'rangeBody';
    else if (last.isMethodValue) part = 'wrapper';
  }
  // 2. The names before that: back to the literal of an outer function, or to the start.
  let start = end - 1;
  while (start > 0 && !isInner(segments, start - 1)) start--;
  const names = segments.slice(start, end);
  if (isInitializer(names)) {
    return { package: packagePath, isPackageCertain: start === 0, part: 'initializer', readings: [], literalPath };
  }
  const readings = readingsOf(names, part === 'declaration' || part === 'wrapper');
  const wordsOfName = readings[0].receiver !== undefined || last.isBareNumber ? 2 : 1;
  const isPackageCertain = start === 0 && readings.length === 1 && names.length === wordsOfName;
  return { package: packagePath, isPackageCertain, part, readings, literalPath };
}

/** Whether the segment is made by the compiler; `init.0` is the name of a declared init. */
function isInner(segments: readonly Segment[], at: number): boolean {
  const { kind } = segments[at];
  if (kind === 'name' || kind === 'pointer') return false;
  if (at === 0) return false;
  return !(kind === 'literal' && segments[at].isBareNumber && segments[at - 1].text === 'init');
}

function partOf(segment: Segment): SymbolPart {
  if (segment.kind === 'wrapper') return 'wrapper';
  return segment.rangeBodies > 0 ? 'rangeBody' : 'literal';
}

/** `init` without a number, the older `glob.` and `map.init.0`: code of package-level variables. */
function isInitializer(names: readonly Segment[]): boolean {
  const words = names.map((segment) => segment.text).join(' ');
  return words === 'init' || words === 'glob.' || (words.startsWith('map init ') && names.at(-1)!.isBareNumber);
}

function readingsOf(names: readonly Segment[], isComplete: boolean): DeclaredName[] {
  const last = names.at(-1)!;
  const before = names.at(-2);
  if (last.isBareNumber) return [{ receiver: undefined, pointer: false, name: 'init' }];
  const plain = { receiver: undefined, pointer: false, name: last.text };
  if (before === undefined) return [plain];
  const method = { receiver: before.text, pointer: before.kind === 'pointer', name: last.text };
  // `f.T.M.func1` may be a literal of the method T.M or one of the function M that was inlined into f.T.
  return isComplete || method.pointer ? [method] : [method, plain];
}
