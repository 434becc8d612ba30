// What was diagnosed last in this workspace, so that its findings can be had again after the window was reloaded. In: a
// bundle, by its URIs as text. Out: the same, later. Invariants: the profiles stay on disk, only where they are is kept;
// stored values are input and are checked when read.

import type { KeyValueStore } from './viewStates';

export interface StoredBundle {
  /** As people call it: `localhost:6060`. */
  readonly name: string;
  /** One folder, or the profiles by file. */
  readonly folder?: string;
  readonly files?: readonly string[];
}

const storageKey = 'heatline.lastDiagnosis';
/** A selection among the captures; more would be a folder. */
const mostFiles = 200;

export class LastDiagnosis {
  constructor(private readonly storage: KeyValueStore) {}

  get(): StoredBundle | undefined {
    const raw = this.storage.get(storageKey);
    if (typeof raw !== 'object' || raw === null) return undefined;
    const { name, folder, files } = raw as Partial<Record<keyof StoredBundle, unknown>>;
    if (typeof name !== 'string') return undefined;
    if (typeof folder === 'string') return { name, folder };
    const isList = Array.isArray(files) && files.length > 0 && files.every((file) => typeof file === 'string');
    return isList ? { name, files } : undefined;
  }

  async set(bundle: StoredBundle | undefined): Promise<void> {
    const isTooLong = (bundle?.files?.length ?? 0) > mostFiles;
    const next = isTooLong ? undefined : bundle;
    if (JSON.stringify(next) !== JSON.stringify(this.get())) await this.storage.update(storageKey, next);
  }
}
