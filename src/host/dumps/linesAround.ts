// Some lines of a text, to look at. In: a text by its lines, a line. Out: it and its neighbours with their numbers, without
// the indentation they share. Invariants: no line is long; what would turn text around or break a line is a blank.

export interface Lines {
  readonly lineCount: number;
  /** Zero-based. */
  lineAt(line: number): { readonly text: string };
}

const neighbours = 3;
const longestLine = 120;
const tabWidth = 4;

/** @param line one-based, and in the text */
export function linesAround(text: Lines, line: number): string {
  const first = Math.max(1, line - neighbours);
  const last = Math.min(text.lineCount, line + neighbours);
  const shown = Array.from({ length: last - first + 1 }, (_, i) => printable(text.lineAt(first - 1 + i).text));
  const indents = shown.filter((each) => each !== '').map((each) => each.length - each.trimStart().length);
  const indent = Math.min(...indents);
  const width = String(last).length;
  return shown
    .map((each, i) => {
      const mark = first + i === line ? '▸' : ' ';
      const number = String(first + i).padStart(width);
      const code = indents.length === 0 ? '' : each.slice(indent);
      return `${mark} ${number}  ${code.length > longestLine ? `${code.slice(0, longestLine - 1)}…` : code}`.trimEnd();
    })
    .join('\n');
}

function printable(line: string): string {
  return line
    .replaceAll('\t', ' '.repeat(tabWidth))
    .replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, ' ')
    .trimEnd();
}
