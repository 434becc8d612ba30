// Findings that a person has dismissed in this workspace, and why. In: the key of a finding, a reason. Out: the same, in the
// next diagnosis and after a restart. Invariants: a key has no line in it, so that edits above a finding do not bring it
// back; the newest 500 are kept; stored values are input and are checked when read.

import type { KeyValueStore } from './viewStates';

export interface Dismissal {
  readonly key: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const storageKey = 'heatline.dismissed';
const limit = 500;

export class Dismissals {
  constructor(private readonly storage: KeyValueStore) {}

  of(key: string): Dismissal | undefined {
    return this.list().find((known) => known.key === key);
  }

  async add(dismissal: Dismissal): Promise<void> {
    const others = this.list().filter(({ key }) => key !== dismissal.key);
    await this.storage.update(storageKey, [dismissal, ...others].slice(0, limit));
  }

  async remove(key: string): Promise<void> {
    const others = this.list().filter((known) => known.key !== key);
    await this.storage.update(storageKey, others);
  }

  private list(): readonly Dismissal[] {
    const raw = this.storage.get(storageKey);
    return Array.isArray(raw) ? raw.map(parse).filter((one) => one !== undefined) : [];
  }
}

function parse(raw: unknown): Dismissal | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { key, reason, at } = raw as Partial<Record<keyof Dismissal, unknown>>;
  return typeof key === 'string' && typeof reason === 'string' && typeof at === 'number'
    ? { key, reason, at }
    : undefined;
}
