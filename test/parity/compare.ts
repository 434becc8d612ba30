// Two answers to one case. In: what pprof and Heatline printed. Out: how they differ, if they do. Invariants: every
// character counts; texts that have the same lines in another order (or rows of the same size and name) are told apart from
// texts with other lines, because pprof leaves some orders to chance.

import type { Answer } from './pprofSession';

export type Verdict =
  | { readonly kind: 'same'; readonly rows: number }
  | {
      readonly kind: 'order' | 'tie' | 'different' | 'notes' | 'refused';
      readonly rows: number;
      readonly detail: string;
      /** Of `order`: only rows of one size and one name stand in each other's places. */
      readonly isAmongEqualRows?: boolean;
    };

export function compare(theirs: Answer, ours: Answer): Verdict {
  if (theirs.text === undefined || ours.text === undefined) {
    if (theirs.text === ours.text) return { kind: 'same', rows: 0 };
    const who = theirs.text === undefined ? 'pprof' : 'heatline';
    return { kind: 'refused', rows: 0, detail: `${who} refused: ${[...theirs.notes, ...ours.notes].join(' / ')}` };
  }
  const [a, b] = [theirs.text.split('\n'), ours.text.split('\n')];
  const rows = a.length - 1;
  if (theirs.text !== ours.text) {
    const sorted = (lines: readonly string[]): string => lines.map(withoutSum).sort().join('\n');
    const sizes = (lines: readonly string[]): string => lines.map(sizeAndName).sort().join('\n');
    const kind = sorted(a) === sorted(b) ? 'order' : sizes(a) === sizes(b) ? 'tie' : 'different';
    const inPlace = (lines: readonly string[]): string => lines.map(sizeAndName).join('\n');
    return { kind, rows, detail: firstDifferences(a, b), isAmongEqualRows: inPlace(a) === inPlace(b) };
  }
  const [said, says] = [theirs.notes, ours.notes].map((notes) => inOrder(notes.map(plainNote)));
  if (said.join('\n') === says.join('\n')) return { kind: 'same', rows };
  return { kind: 'notes', rows, detail: `pprof: ${said.join(' / ')}\n    heatline: ${says.join(' / ')}` };
}

/** The column sum% depends on the order of the rows above. */
function withoutSum(line: string): string {
  return line.replace(/^( *\S+ +[\d.e-]+%) +[\d.e-]+%( +\S+ +[\d.e-]+% )/, '$1 *$2');
}

/** What rows are sorted by, magnitude and name, without sum% and, where it is no row of a tree, cum. */
function sizeAndName(line: string): string {
  const row = /^( *)-?(\S+ +[\d.e-]+%) +[\d.e-]+% +(?:-?\S+ +[\d.e-]+%) (?! *\|)(.*)$/.exec(line);
  if (row !== null) return `${row[2]} ${row[3]}`.replace(/ +/g, ' ');
  return withoutSum(line)
    .replace(/ +/g, ' ')
    .replace(/(^| )-(?=\d)/g, '$1');
}

/** pprof and Heatline say the same in slightly other words. */
function plainNote(note: string): string {
  return note
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function firstDifferences(a: readonly string[], b: readonly string[]): string {
  const out: string[] = [];
  for (let i = 0; i < Math.max(a.length, b.length) && out.length < 3; i++) {
    if (a[i] !== b[i])
      out.push(`line ${i + 1}\n    pprof:    ${a.at(i) ?? '(end)'}\n    heatline: ${b.at(i) ?? '(end)'}`);
  }
  return out.join('\n    ');
}

/** Those about units come first, and in the order of a Go map, another one in each run. */
function inOrder(notes: readonly string[]): readonly string[] {
  const isAboutUnits = (note: string): boolean => note.startsWith('for tag ');
  return [...notes.filter(isAboutUnits).sort(), ...notes.filter((note) => !isAboutUnits(note))];
}
