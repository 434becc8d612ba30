// From what a fixer wrote to a fix. In: its edits, a parser. Out: edits by lines, with imports added and dropped and with
// gofmt's columns; undefined where the result is not Go, or nothing changed. Invariant: applied together they give
// text that gofmt leaves as it is, where the text before was so. A large file is parsed in pieces.

import type { Pieces } from '../../../base/pieces';
import type { GoCode, GoParser } from '../../golang/syntax';
import type { PackageFile } from '../code/goPackage';
import { aligned } from './align';
import type { CodeEdits, RawEdit } from './codeEdits';
import type { FixEdit } from './fix';
import { addedImports, droppedImports, usedNames } from './imports';
import { lineEdits } from './lineEdits';

export function* finished(edits: CodeEdits, parser: GoParser): Pieces<readonly FixEdit[] | undefined> {
  if (!edits.isSure) return undefined;
  const all: FixEdit[] = [];
  for (const [file, list] of edits.files) {
    const text = yield* finishedText(file, list, edits.importsFor(file), parser);
    if (text === undefined) return undefined;
    const before = file.code.text;
    all.push(...lineEdits(before, text).map((edit) => ({ path: file.path, ...edit })));
  }
  return all.length === 0 ? undefined : all;
}

function* finishedText(
  { code, imports }: PackageFile,
  list: readonly RawEdit[],
  needed: ReadonlySet<string>,
  parser: GoParser,
): Pieces<string | undefined> {
  let after = yield* parser.readingCode(applied(code.text, list));
  if (!isReadable(after)) return undefined;
  for (const importsOf of [
    () => droppedImports(after, imports, usedNames(code.root, imports.keys())),
    () => addedImports(after, needed),
  ]) {
    const edits = importsOf();
    if (edits.length > 0) after = yield* parser.readingCode(applied(after.text, edits));
  }
  return isReadable(after) ? aligned(after, touchedLines(code.text, after.text)) : undefined;
}

/** Whether the parser understood all of it. */
export function isReadable({ root }: GoCode): boolean {
  return root.type === 'source_file' && root.find('ERROR').length === 0;
}

export function applied(text: string, edits: readonly { start: number; end: number; text: string }[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: newText } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

/** Lines of `after` that are not in `before`, and those beside what has gone. */
function touchedLines(before: string, after: string): ReadonlySet<number> {
  const touched = new Set<number>();
  let moved = 0;
  for (const { start, end, newText } of lineEdits(before, after)) {
    const first = lineCount(before.slice(0, start)) + moved;
    const added = lineCount(newText);
    for (let line = first + 1; line <= first + added + 1; line++) touched.add(line);
    moved += added - lineCount(before.slice(start, end));
  }
  return touched;
}

/** Line ends. */
function lineCount(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
