// Where the user is, kept by the editor over a reload. In: anything that was stored or sent. Out: a state with defaults.
// Invariant: it is input: whatever it holds, the page starts; nodes are named by functions, positions by fractions, so
// that they mean something in a newer file as well.

import type { ViewRefinement, ViewState } from '../../src/protocol/messages';

export interface PageState {
  readonly view: ViewState;
  /** Shown part of the whole, as fractions; undefined for exactly the zoomed box. */
  readonly range: readonly [number, number] | undefined;
  /** FunctionIndex of each frame from the root to the selected one; undefined for no selection. */
  readonly selected: readonly number[] | undefined;
  /** CSS pixels. */
  readonly scrollTop: number;
}

export function parsePageState(raw: unknown): PageState | undefined {
  const view = parseViewState(field(raw, 'view'));
  if (view === undefined) return undefined;
  return {
    view,
    range: parseRange(field(raw, 'range')),
    selected: parsePath(field(raw, 'selected')),
    scrollTop: Math.max(0, finite(field(raw, 'scrollTop')) ?? 0),
  };
}

export function parseViewState(raw: unknown): ViewState | undefined {
  const sampleType = finite(field(raw, 'sampleType'));
  if (sampleType === undefined || !Number.isInteger(sampleType) || sampleType < 0) return undefined;
  const search = field(raw, 'search');
  return {
    sampleType,
    search: typeof search === 'string' ? search : '',
    zoom: parsePath(field(raw, 'zoom')) ?? [],
    refine: parseRefinement(field(raw, 'refine')),
  };
}

function parseRefinement(raw: unknown): ViewRefinement {
  const text = (name: keyof ViewRefinement): string => {
    const value = field(raw, name);
    return typeof value === 'string' ? value : '';
  };
  return { focus: text('focus'), ignore: text('ignore'), hide: text('hide'), show: text('show') };
}

function parsePath(raw: unknown): readonly number[] | undefined {
  return Array.isArray(raw) && raw.every((each) => Number.isInteger(each)) ? (raw as number[]) : undefined;
}

function parseRange(raw: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(raw)) return undefined;
  const [left, right] = raw.map(finite);
  if (left === undefined || right === undefined || left < 0 || right > 1 || !(left < right)) return undefined;
  return [left, right];
}

function finite(raw: unknown): number | undefined {
  return typeof raw === 'number' && Number.isFinite(raw) ? raw : undefined;
}

function field(raw: unknown, name: string): unknown {
  return typeof raw === 'object' && raw !== null ? Reflect.get(raw, name) : undefined;
}
