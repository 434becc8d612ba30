// The code that a place in a dump's text means. In: the dump as a profile, a place. Out: its function; the lines around it as
// they are now, as text for a hover. Invariants: found by the same index as every other frame; a file that is not found, or
// no longer has the function, gives nothing; what stands in a file is text, whatever it says.

import * as vscode from 'vscode';
import { currentLine } from '../../core/golang/anchors';
import type { DumpPlace } from '../../core/goroutine/dumpOutline';
import type { FunctionIndex, Profile } from '../../core/profile/profile';
import { codeFence } from '../hoverMarkdown';
import { isGoDocument } from '../sources/goSyntax';
import type { SourceIndex } from '../sources/sourceIndex';
import { linesAround } from './linesAround';

/** Undefined where there is no code to show. */
export async function sourcePreview(
  sources: SourceIndex,
  profile: Profile,
  place: DumpPlace,
): Promise<vscode.MarkdownString | undefined> {
  const f = functionAt(profile, place);
  const resolution = f === undefined ? undefined : await sources.resolveFunction(profile, f);
  if (f === undefined || resolution?.kind !== 'found') return undefined;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(resolution.source.place, true));
  const tied = isGoDocument(document) ? await sources.anchor(profile, f, document) : undefined;
  if (tied?.anchor?.state === 'absent') return undefined;
  const line = tied === undefined ? place.fileLine : currentLine(tied.anchor, tied.syntax, place.fileLine);
  if (line < 1 || line > document.lineCount) return undefined;
  const text = linesAround(document, line);
  return new vscode.MarkdownString(codeFence(text, isGoDocument(document) ? 'go' : 'text'));
}

/** The function of that name and file; of that file where the runtime prints another name (`panic` for its gopanic). */
export function functionAt({ functions, strings }: Profile, place: DumpPlace): FunctionIndex | undefined {
  let sameFile: FunctionIndex | undefined;
  for (let f = 0; f < functions.count; f++) {
    if (strings.text(functions.filename[f]) !== place.file) continue;
    if (strings.text(functions.name[f]) === place.function) return f as FunctionIndex;
    sameFile ??= f as FunctionIndex;
  }
  return sameFile;
}
