// Where the user was in each profile, kept across window reloads. In: a view for a file. Out: the same, later.
// Invariants: holds the newest 50 files (about 10 kB); stored state is input and is checked when read.

import { noRefinement, type ViewRefinement, type ViewState } from '../../protocol/messages';

/** The part of vscode.Memento that is used. */
export interface KeyValueStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const storageKey = 'heatline.views';
const limit = 50;

export class ViewStates {
  private readonly views: Map<string, ViewState>;

  constructor(private readonly storage: KeyValueStore) {
    const raw = storage.get(storageKey);
    const entries = Array.isArray(raw) ? raw.filter((e): e is [unknown, unknown] => Array.isArray(e)) : [];
    this.views = new Map();
    for (const [uri, view] of entries) {
      const parsed = parseViewState(view);
      if (typeof uri === 'string' && parsed !== undefined) this.views.set(uri, parsed);
    }
  }

  get(uri: string): ViewState | undefined {
    return this.views.get(uri);
  }

  set(uri: string, view: ViewState): void {
    this.views.delete(uri);
    this.views.set(uri, view);
    for (const oldest of this.views.keys()) {
      if (this.views.size <= limit) break;
      this.views.delete(oldest);
    }
    void this.storage.update(storageKey, [...this.views]);
  }
}

const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

export function parseViewState(raw: unknown): ViewState | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { sampleType, search, zoom, refine } = raw as Partial<Record<keyof ViewState, unknown>>;
  if (!isIndex(sampleType) || typeof search !== 'string' || !Array.isArray(zoom) || !zoom.every(isIndex))
    return undefined;
  const refinement = parseRefinement(refine);
  return refinement === undefined ? undefined : { sampleType, search, zoom, refine: refinement };
}

/** Absent in what older versions stored: then nothing is refined. */
export function parseRefinement(raw: unknown): ViewRefinement | undefined {
  if (raw === undefined) return noRefinement;
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { focus, ignore, hide, show } = { ...noRefinement, ...raw } as Record<keyof ViewRefinement, unknown>;
  const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= maxExpression;
  return isText(focus) && isText(ignore) && isText(hide) && isText(show) ? { focus, ignore, hide, show } : undefined;
}

/** Longer than any that a person writes, so that a stored one cannot grow without bound. */
const maxExpression = 10_000;
