// What a dump says of the goroutine or the frame at the cursor. In: documents of our language. Out: a hover: state, wait and
// creator of a goroutine; of a frame how many goroutines are in its function and have the same stack, a link to the code
// and the lines around it. Invariants: everything from the text is escaped; the only link is a command of ours that gets
// numbers; code stands apart, in Markdown that is not trusted.

import * as vscode from 'vscode';
import { countedInGroups } from '../../base/counted';
import { packageOf } from '../../core/golang/symbolName';
import { baseName, normalizePath } from '../../core/golang/goPath';
import { isStandardPackage } from '../../core/golang/standardLibrary';
import { DumpCountsPass, stateName } from '../../core/goroutine/dumpCounts';
import type { DumpGoroutine, DumpOutline, DumpPlace } from '../../core/goroutine/dumpOutline';
import { commands } from '../../ids';
import { commandLink, escaped } from '../hoverMarkdown';
import { inSlices } from '../slices';
import type { SourceIndex } from '../sources/sourceIndex';
import type { DumpDocuments } from './dumpDocuments';
import { sourcePreview } from './dumpSource';

const longestName = 300;

export class DumpHover implements vscode.HoverProvider {
  constructor(
    private readonly documents: DumpDocuments,
    private readonly sources: SourceIndex,
    private readonly log: Pick<vscode.LogOutputChannel, 'debug'>,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const outline = await this.documents.outline(document);
    const goroutine = goroutineAt(outline, position.line);
    if (goroutine === undefined || token.isCancellationRequested) return undefined;
    const place = position.line === goroutine.line ? undefined : placeAt(goroutine, position.line);
    if (place === undefined && position.line !== goroutine.line) return undefined;
    const counts = new DumpCountsPass(outline, { goroutine, place, waitsIn });
    await inSlices(counts);
    const number = this.documents.numberOf(document);
    const link = (to: DumpPlace): string =>
      commandLink(
        `${baseName(normalizePath(to.file))}:${to.fileLine}`,
        commands.openDumpFrame,
        [number, to.line],
        'Open the code',
      );
    const text = new vscode.MarkdownString('', true);
    text.isTrusted = { enabledCommands: [commands.openDumpFrame] };
    text.supportHtml = false;
    const lines =
      place === undefined ? goroutineLines(goroutine, counts, link) : frameLines(goroutine, place, counts, link);
    text.appendMarkdown(lines.join('\n\n'));
    const code = place === undefined ? undefined : await this.codeAt(document, place);
    const contents = code === undefined ? [text] : [text, code];
    return new vscode.Hover(contents, document.lineAt(position.line).range);
  }

  /** The numbers are worth showing without it. */
  private async codeAt(document: vscode.TextDocument, place: DumpPlace): Promise<vscode.MarkdownString | undefined> {
    try {
      return await sourcePreview(this.sources, await this.documents.profile(document), place);
    } catch (error) {
      this.log.debug(`no preview of ${place.file}: ${String(error)}`);
      return undefined;
    }
  }
}

type Link = (place: DumpPlace) => string;

function goroutineLines(goroutine: DumpGoroutine, counts: DumpCountsPass, link: Link): string[] {
  const { id, state, count, places } = goroutine;
  const name = id === undefined ? countedInGroups(count, 'goroutine') : `goroutine ${id}`;
  const minutes = /\b(\d+) minutes?\b/.exec(state)?.[1];
  const creator = places.find(({ isCreator }) => isCreator);
  const frame = waitsIn(goroutine);
  const isKnown = state !== '';
  return [
    `$(list-tree) **${escaped(name)}**${isKnown ? ` · ${escaped(state)}` : ''}`,
    ...(frame === undefined ? [] : [`In ${escaped(frame.function, longestName)} ${link(frame)}`]),
    ...(creator === undefined ? [] : [`Started by ${escaped(creator.function, longestName)} ${link(creator)}`]),
    ...(minutes === undefined
      ? []
      : [`It has waited for ${minutes} min or longer: Go counts from the first garbage collection that saw it wait.`]),
    ...(state.includes('(leaked)') ? ['Nothing that runs can reach what it waits for.'] : []),
    [
      ...(isKnown
        ? [
            `${shareOf(counts.sameState, counts.all)} ${counts.sameState === 1 ? 'is' : 'are'} in the state ${escaped(stateName(goroutine))}`,
          ]
        : []),
      sameStackText(counts),
    ].join(', '),
  ];
}

function frameLines(goroutine: DumpGoroutine, place: DumpPlace, counts: DumpCountsPass, link: Link): string[] {
  const { all, inFunction, rightHere } = counts;
  const name = escaped(place.function, longestName);
  if (place.isCreator) {
    return [
      `$(git-branch) **${name}** ${link(place)}`,
      `${shareOf(inFunction, all)} ${inFunction === 1 ? 'was' : 'were'} started by it, ${rightHere.toLocaleString('en')} at this line`,
    ];
  }
  return [
    `$(symbol-function) **${name}** ${link(place)}`,
    `${shareOf(inFunction, all)} ${inFunction === 1 ? 'has it on its stack' : 'have it on their stack'}, ${rightHere.toLocaleString('en')} ${rightHere === 1 ? 'waits' : 'wait'} right in it`,
    `${sameStackText(counts)}${goroutine.state === '' ? '' : ` and state (${escaped(stateName(goroutine))})`}`,
  ];
}

function sameStackText({ sameStack }: DumpCountsPass): string {
  return sameStack === 1 ? 'no other has this stack' : `${sameStack.toLocaleString('en')} have this very stack`;
}

function shareOf(count: number, all: number): string {
  return `${count.toLocaleString('en')} of ${countedInGroups(all, 'goroutine')}`;
}

function goroutineAt({ goroutines: all }: DumpOutline, line: number): DumpGoroutine | undefined {
  return all.find((goroutine) => line >= goroutine.line && line <= goroutine.end);
}

/** A call stands in the line before its place, in `debug=1` in the same one. */
function placeAt({ places }: DumpGoroutine, line: number): DumpPlace | undefined {
  return places.find((place) => place.line === line) ?? places.find((place) => place.line === line + 1);
}

/** The first frame of the program's own. */
export function waitsIn({ places }: DumpGoroutine): DumpPlace | undefined {
  const frames = places.filter(({ isCreator }) => !isCreator);
  return frames.find((place) => !isStandardPackage(packageOf(place.function))) ?? frames.at(0);
}
