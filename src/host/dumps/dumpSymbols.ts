// The outline and the folds of a dump's text. In: documents of our language. Out: a symbol for each goroutine, those that
// follow each other and do the same under one, below the panic or signal they belong to; a fold for each goroutine.
// Invariants: symbols nest as the text does; of very large dumps frames are left out, since nobody could list them.

import * as vscode from 'vscode';
import { counted } from '../../base/counted';
import { shortName } from '../../core/golang/shortName';
import { stateName } from '../../core/goroutine/dumpCounts';
import type { DumpGoroutine, DumpOutline, DumpPlace } from '../../core/goroutine/dumpOutline';
import { printable } from '../../base/printable';
import { nextTurn } from '../slices';
import type { DumpDocuments } from './dumpDocuments';
import { waitsIn } from './dumpHover';

const mostFrames = 20_000;
const goroutinesInSlice = 5000;

export class DumpSymbols implements vscode.DocumentSymbolProvider, vscode.FoldingRangeProvider {
  constructor(private readonly documents: DumpDocuments) {}

  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const outline = await this.documents.outline(document);
    const frames = outline.goroutines.reduce((sum, { places }) => sum + places.length, 0);
    const symbols: vscode.DocumentSymbol[] = [];
    for (const run of runsOf(outline)) {
      if (symbols.length % goroutinesInSlice === goroutinesInSlice - 1) await nextTurn();
      symbols.push(runSymbol(document, run, frames <= mostFrames));
    }
    return belowTitles(document, outline, symbols);
  }

  async provideFoldingRanges(document: vscode.TextDocument): Promise<vscode.FoldingRange[]> {
    const { goroutines } = await this.documents.outline(document);
    return goroutines.filter(({ line, end }) => end > line).map(({ line, end }) => new vscode.FoldingRange(line, end));
  }
}

/** Goroutines that follow each other with equal state and waiting function; a title ends a run. */
function runsOf({ goroutines, titles }: DumpOutline): DumpGoroutine[][] {
  const runs: DumpGoroutine[][] = [];
  let title = 0;
  let last = '';
  for (const goroutine of goroutines) {
    let isCut = false;
    for (; title < titles.length && titles[title].line < goroutine.line; title++) isCut = true;
    // Waits differ where all else is the same.
    const key = `${stateName(goroutine)}\n${waitsIn(goroutine)?.function ?? ''}`;
    if (key === last && !isCut) runs[runs.length - 1].push(goroutine);
    else runs.push([goroutine]);
    last = key;
  }
  return runs;
}

function runSymbol(
  document: vscode.TextDocument,
  run: readonly DumpGoroutine[],
  withFrames: boolean,
): vscode.DocumentSymbol {
  const members = run.map((goroutine) => goroutineSymbol(document, goroutine, withFrames));
  if (members.length === 1) return members[0];
  const name = `${run.length} goroutines, ${stateName(run[0]) || 'unknown state'}`;
  const range = members[0].range.union(members[members.length - 1].range);
  const symbol = new vscode.DocumentSymbol(
    name,
    placeName(run[0]),
    vscode.SymbolKind.Array,
    range,
    members[0].selectionRange,
  );
  symbol.children = members;
  return symbol;
}

function goroutineSymbol(
  document: vscode.TextDocument,
  goroutine: DumpGoroutine,
  withFrames: boolean,
): vscode.DocumentSymbol {
  const { id, count, state, line, end, places } = goroutine;
  const name = id === undefined ? counted(count, 'goroutine') : `goroutine ${id} ${state}`.trimEnd();
  const selection = document.lineAt(line).range;
  const range = selection.union(document.lineAt(end).range);
  const symbol = new vscode.DocumentSymbol(name, placeName(goroutine), vscode.SymbolKind.Event, range, selection);
  if (withFrames) symbol.children = places.map((place) => frameSymbol(document, place));
  return symbol;
}

function frameSymbol(document: vscode.TextDocument, place: DumpPlace): vscode.DocumentSymbol {
  const { range } = document.lineAt(place.line);
  const name = `${place.isCreator ? 'created by ' : ''}${printable(shortName(place.function))}`;
  // VS Code refuses symbols without a name.
  return new vscode.DocumentSymbol(name || '?', `:${place.fileLine}`, vscode.SymbolKind.Function, range, range);
}

/** What stands before goroutines is their parent: a file may hold several crashes. */
function belowTitles(
  document: vscode.TextDocument,
  { titles }: DumpOutline,
  symbols: readonly vscode.DocumentSymbol[],
): vscode.DocumentSymbol[] {
  const top: vscode.DocumentSymbol[] = [];
  let title = 0;
  let parent: vscode.DocumentSymbol | undefined;
  const begin = (): void => {
    const { line, text } = titles[title++];
    const { range } = document.lineAt(line);
    parent = new vscode.DocumentSymbol(text || '?', '', vscode.SymbolKind.Namespace, range, range);
    top.push(parent);
  };
  for (const symbol of symbols) {
    while (title < titles.length && titles[title].line < symbol.range.start.line) begin();
    if (parent === undefined) top.push(symbol);
    else {
      parent.children.push(symbol);
      parent.range = parent.range.union(symbol.range);
    }
  }
  while (title < titles.length) begin();
  return top;
}

function placeName(goroutine: DumpGoroutine): string {
  const place = waitsIn(goroutine);
  return place === undefined ? '' : printable(shortName(place.function));
}
