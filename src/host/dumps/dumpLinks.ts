// From a frame in a dump's text to the code. In: documents of our language. Out: a link on each FILE:LINE. Invariants:
// a link is resolved when somebody wants to follow it, by the same index as every other frame; its command gets numbers
// of ours only; with several files that fit the person decides.

import * as vscode from 'vscode';
import type { DumpPlace } from '../../core/goroutine/dumpOutline';
import type { Profile } from '../../core/profile/profile';
import { commands } from '../../ids';
import type { FrameRef, OpenedFrame } from '../../protocol/messages';
import type { SourceIndex } from '../sources/sourceIndex';
import type { DumpDocuments } from './dumpDocuments';
import { functionAt } from './dumpSource';

/** More links slow the editor down, and so long a text is searched, not read. */
const mostLinks = 20_000;

class DumpLink extends vscode.DocumentLink {
  constructor(
    range: vscode.Range,
    readonly document: vscode.TextDocument,
    readonly place: DumpPlace,
  ) {
    super(range);
  }
}

export interface DumpLinksOptions {
  readonly documents: DumpDocuments;
  readonly sources: SourceIndex;
  readonly openFrame: (profile: Profile, frame: FrameRef) => Promise<OpenedFrame>;
}

export class DumpLinks implements vscode.DocumentLinkProvider<DumpLink> {
  constructor(private readonly options: DumpLinksOptions) {}

  async provideDocumentLinks(document: vscode.TextDocument): Promise<DumpLink[]> {
    const { goroutines } = await this.options.documents.outline(document);
    const links: DumpLink[] = [];
    for (const { places } of goroutines) {
      for (const place of places) {
        if (links.length === mostLinks) return links;
        links.push(new DumpLink(new vscode.Range(place.line, place.start, place.line, place.end), document, place));
      }
    }
    return links;
  }

  async resolveDocumentLink(link: DumpLink): Promise<DumpLink> {
    const { documents, sources } = this.options;
    const { document, place } = link;
    const number = documents.numberOf(document);
    const profile = await documents.profile(document);
    const f = functionAt(profile, place);
    const resolution = f === undefined ? undefined : await sources.resolveFunction(profile, f);
    if (resolution?.kind === 'found')
      link.tooltip = vscode.workspace.asRelativePath(vscode.Uri.parse(resolution.source.place));
    const args = encodeURIComponent(JSON.stringify([number, place.line]));
    link.target = vscode.Uri.parse(`command:${commands.openDumpFrame}?${args}`);
    return link;
  }

  /** @param number of a document, as `resolveDocumentLink` put it into the link; others do nothing */
  async open(number: unknown, line: unknown): Promise<void> {
    const document = typeof number === 'number' ? this.options.documents.numbered(number) : undefined;
    if (document === undefined) return;
    const { goroutines } = await this.options.documents.outline(document);
    const place = goroutines.flatMap(({ places }) => places).find((other) => other.line === line);
    if (place === undefined) return;
    const profile = await this.options.documents.profile(document);
    const f = functionAt(profile, place);
    if (f !== undefined) await this.options.openFrame(profile, { function: f, line: place.fileLine });
  }
}
