// Stand-ins for what the store gets from the workbench. In: nothing. Out: files whose reading the test ends by hand,
// and a memento.

import type { Uri } from 'vscode';
import type { Profile } from '../../../../src/core/profile/profile';
import type { LoadedContent, ProfileFiles } from '../../../../src/host/store/profileDocument';
import type { KeyValueStore } from '../../../../src/host/store/viewStates';

export function fakeUri(path: string): Uri {
  const uri: unknown = { path, toString: () => `file://${path}` };
  return uri as Uri;
}

/** Enough of a profile for the store, which only counts sample types. */
export function fakeProfile(...types: readonly string[]): Profile {
  return { sampleTypes: types.map((type) => ({ type, unit: 'count' })), defaultSampleType: '' } as unknown as Profile;
}

export function loaded(profile: Profile = fakeProfile('samples', 'cpu')): LoadedContent {
  return { profile, warnings: [], origin: '' };
}

interface Reading {
  readonly path: string;
  readonly signal: AbortSignal;
  readonly end: (content: LoadedContent) => void;
  readonly fail: (error: unknown) => void;
}

export class FakeFiles implements ProfileFiles {
  readonly readings: Reading[] = [];
  private readonly watchers = new Map<string, Set<() => void>>();

  read(uri: Uri, signal: AbortSignal): Promise<LoadedContent> {
    return new Promise((end, fail) => this.readings.push({ path: uri.path, signal, end, fail }));
  }

  watch(uri: Uri, listener: () => void): { dispose(): void } {
    const listeners = this.watchers.get(uri.path) ?? new Set();
    this.watchers.set(uri.path, listeners.add(listener));
    return { dispose: () => listeners.delete(listener) };
  }

  /** As if another program had written the file. */
  write(path: string): void {
    for (const listener of this.watchers.get(path) ?? []) listener();
  }

  watched(path: string): number {
    return this.watchers.get(path)?.size ?? 0;
  }
}

export class FakeMemento implements KeyValueStore {
  constructor(readonly values: Record<string, unknown> = {}) {}

  get(key: string): unknown {
    return this.values[key];
  }

  update(key: string, value: unknown): Promise<void> {
    this.values[key] = structuredClone(value);
    return Promise.resolve();
  }
}

/** Lets everything that was resolved run on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
