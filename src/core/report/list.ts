// `list RE`. In: a prepared profile, a pattern for functions, a reader of sources. Out: each matching function with
// its file's lines and what was spent on them, as one result for text in pprof's layout and for JSON.
// Invariants: google/pprof internal/report printSource: a listing runs from the function's first line (or five lines
// before the first sample) to five after the last; core does no I/O, so the caller brings the reader.

import type { Pattern } from '../analyze/refine/re2';
import { cleanPath } from '../analyze/frames';
import { sumsOf } from '../analyze/totals';
import { formatPercent } from '../profile/units';
import { compareText } from './graph';
import { padLeft } from './goText';
import { headJson, type SampleTypeJson } from './json';
import { listRows } from './listRows';
import type { Prepared } from './prepare';
import { noMatch } from './tree';

/** The lines of a source file, or a sentence about why there are none. */
export type ReadSource = (file: string) => readonly string[] | { readonly error: string };

export interface ListLine {
  /** Line1. */
  readonly line: number;
  readonly flat: number;
  readonly cum: number;
  readonly text: string;
}

export interface ListRoutine {
  readonly name: string;
  /** '' where the profile has no file for the function. */
  readonly file: string;
  readonly flat: number;
  readonly cum: number;
  readonly lines: readonly ListLine[];
  /** Why there are no lines. */
  readonly error?: string;
}

const noFile = 'The profile does not say which file the function is in.';

/** Lines before and after the samples. */
const margin = 5;

/** @throws UserError `no-match` */
export function listReport(
  prepared: Prepared,
  pattern: Pattern,
  read: ReadSource,
  noInlines = false,
): readonly ListRoutine[] {
  const rows = listRows(prepared.profile, noInlines);
  const sums = sumsOf(prepared.profile, rows.frames, prepared.measure);
  const routines = new Map<string, Map<string, number[]>>();
  for (let row = 0; row < rows.frames.count; row++) {
    if (sums.flat[row] === 0 && sums.cum[row] === 0) continue;
    const f = rows.frames.function[row];
    const name = f < 0 ? '' : prepared.profile.strings.text(prepared.profile.functions.name[f]);
    if (!pattern.test(name)) continue;
    const file = f < 0 ? '' : cleanPath(prepared.profile.strings.text(prepared.profile.functions.filename[f]));
    const files = routines.get(name) ?? new Map<string, number[]>();
    routines.set(name, files);
    files.set(file, [...(files.get(file) ?? []), row]);
  }
  if (routines.size === 0) throw noMatch(pattern.source);

  const out: ListRoutine[] = [];
  for (const [name, files] of [...routines].sort(([a], [b]) => compareText(a, b))) {
    const named = [...files].filter(([file]) => file !== '').sort(([a], [b]) => compareText(a, b));
    if (named.length === 0) out.push({ name, file: '', flat: 0, cum: 0, lines: [], error: noFile });
    for (const [file, own] of named) out.push(routine(name, file, own));
  }
  return out;

  function routine(name: string, file: string, own: readonly number[]): ListRoutine {
    const flat = own.reduce((sum, row) => sum + sums.flat[row], 0);
    const cum = own.reduce((sum, row) => sum + sums.cum[row], 0);
    const spent = new Map<number, { flat: number; cum: number }>();
    let first = Infinity;
    let last = 0;
    for (const row of own) {
      const line = rows.frames.line[row];
      const sum = spent.get(line) ?? { flat: 0, cum: 0 };
      spent.set(line, { flat: sum.flat + sums.flat[row], cum: sum.cum + sums.cum[row] });
      first = Math.min(first, rows.startLine[row] === 0 ? line - margin : rows.startLine[row]);
      last = Math.max(last, line + margin);
    }
    // A function that begins behind its own lines has none, and nobody asks for its file.
    if (first > last) return { name, file, flat, cum, lines: [] };
    const source = read(file);
    if ('error' in source) return { name, file, flat, cum, lines: [], error: source.error };
    const lines: ListLine[] = [];
    for (let line = Math.max(1, first); line <= Math.min(last, source.length); line++) {
      lines.push({ line, ...(spent.get(line) ?? { flat: 0, cum: 0 }), text: source[line - 1] });
    }
    return { name, file, flat, cum, lines };
  }
}

export function listText({ total, format }: Prepared, routines: readonly ListRoutine[]): string {
  const orDot = (value: number): string => padLeft(value === 0 ? '.' : format.text(value), 10);
  const out = [`Total: ${format.text(total)}`];
  for (const { name, file, flat, cum, lines, error } of routines) {
    if (file === '') {
      out.push(`No source information for ${name}`);
      continue;
    }
    out.push(
      `ROUTINE ======================== ${name} in ${file}`,
      `${padLeft(format.text(flat), 10)} ${padLeft(format.text(cum), 10)} (flat, cum) ${formatPercent(cum, total)} of Total`,
    );
    if (error !== undefined) out.push(` Error: ${error}`);
    for (const l of lines) out.push(`${orDot(l.flat)} ${orDot(l.cum)} ${String(l.line).padStart(6)}:${l.text}`);
  }
  return `${out.join('\n')}\n`;
}

export interface ListJson {
  readonly sampleType: SampleTypeJson;
  readonly total: number;
  readonly routines: readonly ListRoutine[];
}

export function listJson(prepared: Prepared, routines: readonly ListRoutine[]): ListJson {
  const { number } = prepared.format;
  return {
    ...headJson(prepared),
    routines: routines.map((r) => ({
      ...r,
      flat: number(r.flat),
      cum: number(r.cum),
      lines: r.lines.map((l) => ({ ...l, flat: number(l.flat), cum: number(l.cum) })),
    })),
  };
}
