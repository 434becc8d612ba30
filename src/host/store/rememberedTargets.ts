// Services that profiles were captured from, the last one first. In: URLs that worked. Out: the newest 20.
// Invariants: a URL is stored without user info, query or fragment, so no credential can be among them;
// stored values are input and are checked when read.

import type { Disposable } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import type { KeyValueStore } from './viewStates';

export interface RememberedTarget {
  readonly url: string;
  /** What was captured last: offered first the next time. */
  readonly kind?: string;
  readonly seconds?: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

const storageKey = 'heatline.targets';
const limit = 20;

export class RememberedTargets implements Disposable {
  private readonly changed = new Emitter<undefined>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly storage: KeyValueStore) {}

  list(): readonly RememberedTarget[] {
    const raw = this.storage.get(storageKey);
    return Array.isArray(raw) ? raw.map(parse).filter((target) => target !== undefined) : [];
  }

  async remember(target: RememberedTarget): Promise<void> {
    const url = bareUrl(target.url);
    const others = this.list().filter((known) => known.url !== url);
    await this.storage.update(storageKey, [{ ...target, url }, ...others].slice(0, limit));
    this.changed.fire(undefined);
  }

  async forget(url: string): Promise<void> {
    const others = this.list().filter((known) => known.url !== url);
    await this.storage.update(storageKey, others);
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** Belt and braces: targets come without credentials already. */
export function bareUrl(url: string): string {
  return url.replace(/[?#].*$/, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}

function parse(raw: unknown): RememberedTarget | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { url, kind, seconds, usedAt } = raw as Partial<Record<keyof RememberedTarget, unknown>>;
  if (typeof url !== 'string' || typeof usedAt !== 'number') return undefined;
  return {
    url,
    usedAt,
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof seconds === 'number' && seconds > 0 ? { seconds } : {}),
  };
}
