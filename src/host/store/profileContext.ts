// What the manifest's `when` clauses know of the active profile. In: the store's events. Out: context keys.
// Invariant: this is the only place that sets them.

import { type Disposable, DisposableList } from '../../base/disposable';
import { contextKeys } from '../../ids';
import { ManagedContextKey } from '../contextKey';
import type { ProfileStore } from './profileStore';

export class ProfileContext implements Disposable {
  private readonly owned = new DisposableList();

  constructor(store: ProfileStore) {
    const hasProfile = this.owned.add(new ManagedContextKey(contextKeys.hasProfile));
    const hasSampleTypes = this.owned.add(new ManagedContextKey(contextKeys.hasSampleTypes));
    this.owned.add(
      store.onDidChangeActive((active) => {
        hasProfile.set(active !== undefined);
        hasSampleTypes.set(active !== undefined && active.profile.sampleTypes.length > 1);
      }),
    );
  }

  dispose(): void {
    this.owned.dispose();
  }
}
