// Where the code of a profile is, and why there: the text of "Explain Source Mapping". In: every file of a profile with
// what it costs and how it was resolved. Out: plain text, and which parts of it lead somewhere. Invariants: what was not
// found comes first, by weight; every place that was looked at is there with what spoke against it; what the profile
// says is one line of text, whatever it holds.

import { counted } from '../../base/counted';
import { printable } from '../../base/printable';
import { formatPercent, formatValue } from '../profile/units';
import type { CandidateReason } from './candidate';
import type { ProfileFile } from './profileFiles';
import type { SourceResolution, TriedPlace } from './resolveSource';

export interface ReportedFile {
  readonly file: ProfileFile;
  /** Of the samples that have a frame in the file. */
  readonly total: number;
  readonly resolution: SourceResolution;
}

export interface ReportHead {
  readonly title: string;
  readonly sampleType: string;
  readonly unit: string;
  /** Over all samples. */
  readonly sum: number;
  /** A place as a person knows it: relative to the workspace where it is in there. */
  readonly shown: (place: string) => string;
}

/** Part of a line of the text. */
export interface ReportLink {
  /** Zero-based. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly to: { readonly kind: 'place'; readonly place: string } | { readonly kind: 'locate'; readonly index: number };
}

export interface SourceReport {
  readonly text: string;
  readonly links: readonly ReportLink[];
}

export const locateWords = 'Locate Source…';

/** How a rule is called where a person reads it. */
const ruleNames: Readonly<Record<CandidateReason, string>> = {
  'recorded path': 'the recorded path',
  'prefix map': 'heatline.sources.prefixMap',
  module: 'module by import path',
  'build folder': 'folder of the build, learned from other files',
  replace: 'replace in go.mod or go.work',
  vendor: 'vendor folder',
  'module cache': 'module cache',
  'standard library': 'GOROOT',
  'path ending': 'longest path ending with the functions in it',
  'module root': 'all functions, in the folder of a module',
};

/** @param files in any order; a link of kind `locate` names one by its place in this list */
export function sourceReport(files: readonly ReportedFile[], head: ReportHead): SourceReport {
  const writer = new Writer();
  const sorted = files.map((reported, index) => ({ ...reported, index }));
  sorted.sort((a, b) => Math.abs(b.total) - Math.abs(a.total) || (a.file.path < b.file.path ? -1 : 1));
  const of = (fits: (r: SourceResolution) => boolean): typeof sorted => sorted.filter((f) => fits(f.resolution));
  const parts = [
    { name: 'Not found', is: of((r) => r.kind === 'none' && r.hasFile) },
    { name: 'Several files fit', is: of((r) => r.kind === 'several') },
    { name: 'No source exists', is: of((r) => r.kind === 'none' && !r.hasFile) },
    { name: 'Found', is: of((r) => r.kind === 'found') },
  ];

  writer.line(`Source mapping of ${printable(head.title)}`);
  writer.line(`${printable(head.sampleType)}, ${formatValue(head.sum, head.unit)} in ${counted(files.length, 'file')}`);
  writer.line();
  for (const { name, is } of [...parts].reverse()) {
    const functions = is.reduce((sum, { file }) => sum + file.functions.length, 0);
    if (is.length > 0) {
      writer.line(`${name.padEnd(18)} ${counted(is.length, 'file').padStart(9)}, ${counted(functions, 'function')}`);
    }
  }
  writer.line();
  writer.line('A file counts the samples that pass through it, so shares add up to more than 100%.');
  for (const { name, is } of parts) {
    if (is.length === 0) continue;
    writer.line();
    writer.line(`${name} (${is.length})`);
    writer.line('─'.repeat(72));
    for (const each of is) writeFile(writer, each, each.index, head);
  }
  return writer.report();
}

function writeFile(writer: Writer, { file, total, resolution }: ReportedFile, index: number, head: ReportHead): void {
  const share = formatPercent(total, head.sum);
  const cost = `${share}  ${formatValue(total, head.unit).padStart(9)}  ${counted(file.functions.length, 'function').padStart(13)}`;
  writer.line(`${cost}  ${printable(file.path) || '(no file name)'}`);
  switch (resolution.kind) {
    case 'found': {
      const { place, reason, state } = resolution.source;
      writer.place('→ ', place, head, `  by ${ruleNames[reason]}${stateWords[state]}`);
      return;
    }
    case 'several':
      for (const { place, reason } of resolution.sources) writer.place('? ', place, head, `  by ${ruleNames[reason]}`);
      writer.line(`${indent}Open a frame of the file to choose one.`);
      return;
    case 'none':
      writer.line(`${indent}✗ ${sentence(resolution.why)}`);
      if (!resolution.hasFile) return;
      for (const tried of resolution.tried) writeTried(writer, tried, head);
      writer.locate(index);
      return;
    default:
      throw new Error(`unknown resolution ${JSON.stringify(resolution satisfies never)}`);
  }
}

function writeTried(writer: Writer, { place, reason, outcome, objection }: TriedPlace, head: ReportHead): void {
  const why = outcome === 'missing' ? 'there is no such file' : objection;
  if (outcome === 'missing') writer.line(`${indent}  tried ${head.shown(place)}  by ${ruleNames[reason]}: ${why}`);
  else writer.place('  tried ', place, head, `  by ${ruleNames[reason]}: ${why}`);
}

const stateWords: Readonly<Record<'exact' | 'moved' | 'absent' | 'unchecked', string>> = {
  exact: ', every function on its line',
  moved: ', edited since the build: functions have moved',
  absent: ', but most functions are no longer in it',
  unchecked: '',
};

const indent = ' '.repeat(8);

class Writer {
  private readonly lines: string[] = [];
  private readonly links: ReportLink[] = [];

  line(text = ''): void {
    this.lines.push(text);
  }

  place(before: string, place: string, head: ReportHead, after: string): void {
    const shown = printable(head.shown(place));
    const start = indent.length + before.length;
    this.link(start, start + shown.length, { kind: 'place', place });
    this.line(`${indent}${before}${shown}${after}`);
  }

  locate(index: number): void {
    this.link(indent.length, indent.length + locateWords.length, { kind: 'locate', index });
    this.line(`${indent}${locateWords}`);
  }

  private link(start: number, end: number, to: ReportLink['to']): void {
    this.links.push({ line: this.lines.length, start, end, to });
  }

  report(): SourceReport {
    return { text: `${this.lines.join('\n')}\n`, links: this.links };
  }
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
