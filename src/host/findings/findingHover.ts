// The evidence of a finding, where its line stands. In: what the store has at a line. Out: a hover. Invariants: all text is
// escaped, for it comes from profiles; the only links are commands of ours that get numbers, and the documentation of
// the rule, which is ours too.

import * as vscode from 'vscode';
import { Owners } from '../../core/diagnose/facts/owners';
import { shortName } from '../../core/golang/shortName';
import { baseName, normalizePath } from '../../core/golang/goPath';
import { evidenceShare, evidenceValue } from '../../core/report/findings/evidenceValue';
import { commands } from '../../ids';
import { commandLink, escaped, wide } from '../hoverMarkdown';
import { line1Of } from '../positions';
import type { FindingsStore, PlacedFinding } from '../store/findingsStore';

const allowed = [
  commands.openFindingFrame,
  commands.revealFinding,
  commands.dismissFinding,
  commands.lookAgain,
  commands.addBreakpoint,
  commands.breakpointHere,
] as const;

/** Sentences are shown whole; longer ones are not ours. */
const longestText = 1000;
/** Of one stack: what the program itself did. */
const mostFrames = 3;
const mostEvidence = 6;

export class FindingHover implements vscode.HoverProvider {
  constructor(private readonly store: FindingsStore) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const here = this.store.inFile(document.uri).filter(({ place }) => place?.line === line1Of(position));
    if (here.length === 0) return undefined;
    return new vscode.Hover(here.map(findingHover), document.lineAt(position.line).range);
  }
}

export function findingHover(found: PlacedFinding): vscode.MarkdownString {
  const { id, finding } = found;
  const { grade, title, advice, refute, rule, docs } = finding;
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = { enabledCommands: allowed };
  text.supportHtml = false;
  text.appendMarkdown(`$(pulse) **${escaped(title, longestText)}**\n\n`);
  text.appendMarkdown(`${grade} · [${escaped(rule)}](${docs} "What Go's documentation says")\n\n`);
  text.appendMarkdown(`${evidenceTable(found)}\n`);
  text.appendMarkdown(evidenceLines(found));
  text.appendMarkdown(`\n**Change:** ${escaped(advice, longestText)}\n\n`);
  text.appendMarkdown(`**Wrong if:** ${escaped(refute, longestText)}\n\n`);
  const links = [
    commandLink('Show in Findings', commands.revealFinding, [id], 'Show it with all its evidence'),
    commandLink('Look Again', commands.lookAgain, [], 'Take another look at the goroutines, and diagnose again'),
    ...(found.place?.line === undefined ? [] : breakpointLinks(id)),
    commandLink('Dismiss…', commands.dismissFinding, [id], 'Say why it is none; it does not come back'),
  ];
  text.appendMarkdown(links.join(' · '));
  return text;
}

function breakpointLinks(id: number): string[] {
  return [
    commandLink('Add Breakpoint', commands.addBreakpoint, [[id]], 'Add a breakpoint to this line'),
    commandLink('Condition or Log…', commands.breakpointHere, [[id]], 'Add a conditional breakpoint or a logpoint'),
  ];
}

function evidenceTable({ evidence }: PlacedFinding): string {
  const rows = evidence.flatMap(({ evidence: one }) => {
    const value = evidenceValue(one);
    return value === ''
      ? []
      : [`| ${escaped(one.profile)} | ${wide(escaped(value))} | ${wide(escaped(evidenceShare(one)))} |`];
  });
  if (rows.length === 0) return '';
  return `| | ${wide('Measured')} | ${wide('of all')} |\n|:--|--:|--:|\n${rows.slice(0, mostEvidence).join('\n')}\n`;
}

function evidenceLines({ id, evidence }: PlacedFinding): string {
  const owners = new Owners();
  const lines = evidence.slice(0, mostEvidence).map(({ evidence: { profile, text, frames } }, e) => {
    const own = frames.flatMap((frame, f) => (frame.function === '' || owners.isOwn(frame) ? [f] : []));
    const links = own.slice(0, mostFrames).map((f) => {
      const { function: name, file, line } = frames[f];
      const where = `${baseName(normalizePath(file))}:${line}`;
      const title = name === '' ? where : `${shortName(name)} ${where}`;
      return commandLink(title, commands.openFindingFrame, [id, e, f], 'Open the code');
    });
    return `- ${escaped(profile)}: ${escaped(text, longestText)}${links.length === 0 ? '' : `  \n  ${links.join(' ← ')}`}\n`;
  });
  const more = evidence.length - mostEvidence;
  return `${lines.join('')}${more > 0 ? `- ${more} more\n` : ''}`;
}
