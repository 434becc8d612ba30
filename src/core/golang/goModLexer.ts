// The words of go.mod, go.work and vendor/modules.txt. In: the file's text. Out: one directive a line, with
// blocks flattened: `require ( a v1 )` gives the same as `require a v1`. Invariant: never throws; a line
// that breaks the grammar (golang.org/x/mod/modfile) gives the words it has.

export interface Directive {
  /** `module`, `require`, `replace`, … */
  readonly verb: string;
  readonly words: readonly string[];
}

export function readDirectives(text: string): readonly Directive[] {
  const directives: Directive[] = [];
  let block: string | undefined;
  for (const line of text.split('\n')) {
    const words = wordsOf(line);
    const first = words.at(0);
    if (first === undefined) continue;
    if (block !== undefined && first === ')') block = undefined;
    else if (block !== undefined) directives.push({ verb: block, words });
    else if (words.at(1) === '(') block = first;
    else directives.push({ verb: first, words: words.slice(1) });
  }
  return directives;
}

/** Words between blanks; strings in quotes or backquotes are one word each; `//` begins a comment. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    const c = line[at];
    if (c === ' ' || c === '\t' || c === '\r' || c === ',') at++;
    else if (c === '/' && line[at + 1] === '/') break;
    else if (c === '(' || c === ')' || c === '[' || c === ']') {
      words.push(c);
      at++;
    } else if (c === '"' || c === '`') {
      const end = endOfString(line, at);
      words.push(c === '"' ? unquote(line.slice(at + 1, end)) : line.slice(at + 1, end));
      at = end + 1;
    } else {
      const start = at;
      while (at < line.length && !isEndOfWord(line, at)) at++;
      words.push(line.slice(start, at));
    }
  }
  return words;
}

function isEndOfWord(line: string, at: number): boolean {
  return ' \t\r,()[]'.includes(line[at]) || (line[at] === '/' && line[at + 1] === '/');
}

function endOfString(line: string, open: number): number {
  const quote = line[open];
  let at = open + 1;
  while (at < line.length && line[at] !== quote) at += quote === '"' && line[at] === '\\' ? 2 : 1;
  return Math.min(at, line.length);
}

/** Paths need no other escapes than of the quote and the backslash. */
function unquote(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\' && i + 1 < text.length) i++;
    out += text[i];
  }
  return out;
}
