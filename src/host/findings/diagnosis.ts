// One diagnosis in the editor. In: a bundle on disk. Out: its findings in the store, or a sentence on why there are none.
// Invariants: progress with a cancel, which changes nothing that is shown; of two that overlap the newer one counts.

import * as vscode from 'vscode';
import { CancelledError, UserError } from '../../base/userError';
import { views } from '../../ids';
import { withSignal } from '../cancellation';
import { setting } from '../settings';
import type { GoSyntax } from '../sources/goSyntax';
import type { SourceIndex } from '../sources/sourceIndex';
import type { BundleRef, DiagnosedBundle, FindingsStore } from '../store/findingsStore';
import { hostOf } from '../store/originText';
import { BundleSources } from './bundleSources';
import type { Diagnosed, Diagnoser } from './diagnoser';
import { placeFindings } from './placeFindings';

export interface DiagnosisOptions {
  readonly diagnoser: Diagnoser;
  readonly sources: SourceIndex;
  readonly syntax: GoSyntax;
  readonly store: FindingsStore;
}

export class Diagnosis {
  private running = 0;
  private generation = 0;

  constructor(private readonly options: DiagnosisOptions) {}

  /**
   * True when the findings of this bundle are shown now.
   *
   * @param where progress is shown: a person has asked for it, or it comes by itself and is told in the view alone
   */
  async run(bundle: BundleRef, where: 'notification' | 'view' = 'notification'): Promise<boolean> {
    // What comes by itself does not push aside what a person has asked for.
    if (where === 'view' && this.running > 0) return false;
    const generation = ++this.generation;
    this.running++;
    try {
      const diagnosed = await this.withProgress(bundle, where);
      if (generation !== this.generation) return false;
      this.options.store.show(diagnosed);
      return true;
    } finally {
      this.running--;
    }
  }

  private withProgress(bundle: BundleRef, where: 'notification' | 'view'): Promise<DiagnosedBundle> {
    const title = `Diagnosing ${nameOf(bundle)}`;
    const location = where === 'view' ? { viewId: views.findings } : vscode.ProgressLocation.Notification;
    return Promise.resolve(
      vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) =>
        withSignal(token, (signal) => this.diagnose(bundle, signal, (message) => progress.report({ message }))),
      ),
    );
  }

  private async diagnose(
    bundle: BundleRef,
    signal: AbortSignal,
    onStep: (text: string) => void,
  ): Promise<DiagnosedBundle> {
    const { diagnoser, sources, syntax, store } = this.options;
    let opened: BundleSources | undefined;
    const diagnosed: Diagnosed = await diagnoser.diagnose(pathsOf(bundle), {
      signal,
      maxInflatedSize: setting('heatline.maxInflatedSize') * 2 ** 30,
      onStep,
      openSources: (functions) => (opened = new BundleSources(functions, sources, syntax)).readPackage,
    });
    const { target, functions, leftOut } = diagnosed;
    const { captured, missing, reading, findings } = diagnosed.diagnosis;
    const placed = await placeFindings(findings, opened ?? new BundleSources(functions, sources, syntax), () =>
      store.nextId(),
    );
    if (signal.aborted) throw new CancelledError();
    const report = { target: target || nameOf(bundle), captured, missing, reading: reading.text, findings };
    return { bundle, report, functions, findings: placed, leftOut };
  }
}

function pathsOf(bundle: BundleRef): { readonly folder: string } | { readonly files: readonly string[] } {
  return 'folder' in bundle ? { folder: pathOf(bundle.folder) } : { files: bundle.files.map(pathOf) };
}

function pathOf(uri: vscode.Uri): string {
  if (uri.scheme === 'file') return uri.fsPath;
  const next = 'Copy the profiles to a folder on this machine and diagnose them there.';
  throw new UserError('not-on-disk', `Profiles can be diagnosed from a disk only, not from ${uri.scheme}:.`, next);
}

/** `localhost-6060`, `3 profiles`. */
function nameOf(bundle: BundleRef): string {
  if ('files' in bundle) return bundle.files.length === 1 ? 'one profile' : `${bundle.files.length} profiles`;
  const name = bundle.folder.path.replace(/\/$/, '').replace(/^.*\//, '');
  return name.replace(/^heatline-/, '').replace(/-\d{8}T\d{6}Z(?:-\d+)?$/, '');
}

/** The service's short name, or what was diagnosed. */
export function shownTarget(target: string): string {
  return hostOf(target);
}
