// Findings again, after the window was reloaded: their profiles are on disk, so they are diagnosed once more when the view
// is seen, or somebody asks. In: what was diagnosed last, the store. Out: a context key and a sentence for the view; the
// bundle to diagnose. Invariants: nothing is read or diagnosed before that; what a person cleared away stays away.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { UserError } from '../../base/userError';
import { contextKeys } from '../../ids';
import { ManagedContextKey } from '../contextKey';
import type { BundleRef, DiagnosedBundle, FindingsStore } from '../store/findingsStore';
import type { LastDiagnosis, StoredBundle } from '../store/lastDiagnosis';
import { hostOf } from '../store/originText';

export class LastFindings implements Disposable {
  private readonly owned = new DisposableList();
  private readonly key = this.owned.add(new ManagedContextKey(contextKeys.hasLastFindings));

  constructor(
    private readonly store: FindingsStore,
    private readonly last: LastDiagnosis,
  ) {
    this.owned.add(store.onDidChange(() => void this.remember()));
    this.key.set(this.name !== undefined);
  }

  /** Of what can be shown again; undefined while findings are shown. */
  get name(): string | undefined {
    return this.store.current === undefined ? this.last.get()?.name : undefined;
  }

  /** The last one, which is still there. */
  async bundle(): Promise<BundleRef> {
    const stored = this.last.get();
    const bundle = stored === undefined ? undefined : await existing(stored);
    if (bundle !== undefined) return bundle;
    await this.forget();
    const message =
      stored === undefined ? 'Nothing was diagnosed here yet.' : `The profiles of ${stored.name} are gone.`;
    throw new UserError('no-bundle', message, 'Run "Heatline: Diagnose Service…".');
  }

  private async remember(): Promise<void> {
    const { current } = this.store;
    this.key.set(false);
    await this.last.set(current === undefined ? undefined : storedOf(current));
  }

  private async forget(): Promise<void> {
    this.key.set(false);
    await this.last.set(undefined);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function storedOf({ bundle, report }: DiagnosedBundle): StoredBundle {
  const name = hostOf(report.target);
  if ('folder' in bundle) return { name, folder: bundle.folder.toString() };
  return { name, files: bundle.files.map((uri) => uri.toString()) };
}

async function existing({ folder, files = [] }: StoredBundle): Promise<BundleRef | undefined> {
  const uris = (folder === undefined ? files : [folder]).map((text) => vscode.Uri.parse(text));
  const there = await Promise.all(
    uris.map((uri) => Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined)),
  );
  const left = uris.filter((_, i) => there[i] !== undefined);
  if (left.length === 0) return undefined;
  return folder === undefined ? { files: left } : { folder: left[0] };
}
