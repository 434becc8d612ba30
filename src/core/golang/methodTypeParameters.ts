// A gap of tree-sitter-go 0.25: methods with type parameters of their own (Go 1.27) do not parse, and the
// error swallows what follows. In: Go source. Out: the same with those lists blanked, or undefined where there
// are none. Invariant: same length, same lines, so every position holds for the original.
// Remove this file when the grammar knows `func (t *T) M[A any](a A)`.

export function blankMethodTypeParameters(text: string): string | undefined {
  const lists = findLists(text);
  if (lists.length === 0) return undefined;
  let out = '';
  let done = 0;
  for (const { start, end } of lists) {
    out += text.slice(done, start);
    for (let i = start; i < end; i++) out += text[i] === '\n' || text[i] === '\r' ? text[i] : ' ';
    done = end;
  }
  return out + text.slice(done);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function findLists(text: string): Span[] {
  const lists: Span[] = [];
  for (let at = 0; at < text.length;) {
    const token = endOfToken(text, at);
    // Methods are declared at the top level, and gofmt or not, `func` begins their line.
    const isLineStart = at === 0 || text[at - 1] === '\n';
    if (isLineStart && text.slice(at, token) === 'func') {
      const list = listAfterName(text, token);
      if (list !== undefined) lists.push(list);
      at = list?.end ?? token;
    } else at = token;
  }
  return lists;
}

/** Behind `func`: a receiver, a name and the list. */
function listAfterName(text: string, from: number): Span | undefined {
  let at = skipBlanks(text, from);
  if (text[at] !== '(') return undefined;
  at = skipBlanks(text, endOfGroup(text, at));
  if (!isWordCharacter(text[at])) return undefined;
  const start = skipBlanks(text, endOfToken(text, at));
  return text[start] === '[' ? { start, end: endOfGroup(text, start) } : undefined;
}

function endOfGroup(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length;) {
    if ('([{'.includes(text[at])) depth++;
    if (')]}'.includes(text[at])) depth--;
    at = endOfToken(text, at);
    if (depth === 0) return at;
  }
  return text.length;
}

/** A word, a comment, a literal with quotes, or one other character. */
function endOfToken(text: string, at: number): number {
  const c = text[at];
  if (c === '"' || c === "'") return endOfQuoted(text, at);
  if (c === '`') return endAfter(text, '`', at + 1);
  if (c === '/' && text[at + 1] === '/') return endAfter(text, '\n', at);
  if (c === '/' && text[at + 1] === '*') return endAfter(text, '*/', at + 2);
  if (!isWordCharacter(c)) return at + 1;
  let end = at + 1;
  while (isWordCharacter(text[end])) end++;
  return end;
}

function endOfQuoted(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== text[open] && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function endAfter(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function skipBlanks(text: string, at: number): number {
  let end = at;
  while (end < text.length && ' \t\r\n'.includes(text[end])) end++;
  return end;
}

function isWordCharacter(c: string | undefined): boolean {
  if (c === undefined) return false;
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c === '_' || c > '\x7f';
}
