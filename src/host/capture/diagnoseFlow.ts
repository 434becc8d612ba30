// "Diagnose Service…", from the first question to a bundle on disk. In: a target when a view names one. Out: a folder of
// profiles among the captures, handed to the diagnosis; the service remembered. Invariants: what was taken is kept,
// whatever fails or is cancelled later; a cancel says so and offers what is there; what could not be taken is left to
// the diagnosis to say, which knows what it would have told.

import * as vscode from 'vscode';
import { sentenceOf, UserError } from '../../base/userError';
import { commands } from '../../ids';
import { withSignal } from '../cancellation';
import type { CommandRegistry } from '../commands';
import { type ErrorReporter, isCancellation } from '../errorReporter';
import { setting } from '../settings';
import type { CaptureFolder } from '../store/captureFolder';
import { hostOf } from '../store/originText';
import type { RememberedTargets } from '../store/rememberedTargets';
import { bundleTeller } from './captureProgress';
import type { BundleOptions, CapturedBundle, CaptureService, CaptureTarget } from './captureService';
import { namedTarget } from './namedTarget';
import { pickSeconds } from './pickSeconds';
import { type PickedTarget, pickTarget, type TargetSources } from './pickTarget';
import { mayHelpToRetry } from './retry';
import { back } from './steps';

export interface DiagnoseFlowOptions {
  readonly service: CaptureService;
  readonly remembered: RememberedTargets;
  readonly folder: CaptureFolder;
  readonly errors: ErrorReporter;
  /** Reads a bundle's folder. */
  readonly diagnose: (bundle: vscode.Uri) => Promise<void>;
}

const title = 'Diagnose Service';

export class DiagnoseFlow {
  constructor(private readonly options: DiagnoseFlowOptions) {}

  register(registry: CommandRegistry): void {
    const { service, remembered } = this.options;
    registry.register(commands.diagnoseService, 'diagnose the service', (named) =>
      this.run(namedTarget(named, service, remembered)),
    );
  }

  /** Takes one more look at the goroutines of a bundle's service, into the same bundle; false when it was cancelled. */
  async lookAgain(bundle: vscode.Uri, url: string): Promise<boolean> {
    const { service, folder } = this.options;
    if (url === '') {
      const next = 'Run "Heatline: Diagnose Service…" for a new look.';
      throw new UserError('no-target', 'Nothing in these profiles says which service they are from.', next);
    }
    const target = service.parseTarget(url);
    const look = (options: BundleOptions): Promise<void> => service.lookAgain(bundle.fsPath, target, options);
    try {
      await withProgress(`Looking again at ${hostOf(url)}`, 0, look);
      return true;
    } catch (error) {
      if (isCancellation(error)) return false;
      throw error;
    } finally {
      folder.noteAdded();
    }
  }

  private async run(known: CaptureTarget | undefined): Promise<void> {
    const { service, remembered } = this.options;
    const sources = { service, remembered, mayDiscover: vscode.workspace.isTrusted, title, steps: 2 };
    let picked: PickedTarget | undefined = known === undefined ? await pickTarget(sources) : { target: known };
    while (picked !== undefined) {
      const host = hostOf(picked.target.url);
      const frame = { title: `${title}: Look at ${host} for How Long?`, step: 2, steps: 2, canGoBack: true };
      const usual = setting('heatline.capture.defaultSeconds');
      const seconds = await pickSeconds(frame, { name: 'profile', time: 'fixed' }, undefined, usual);
      if (seconds === undefined) return;
      if (seconds === back) picked = await pickTarget(sources, retyping(picked, undefined));
      else picked = await this.look(picked, seconds === 'now' ? usual : seconds, sources);
    }
  }

  /** Undefined when done, else where to go on. */
  private async look(picked: PickedTarget, seconds: number, sources: TargetSources): Promise<PickedTarget | undefined> {
    const { service, folder, errors } = this.options;
    const host = hostOf(picked.target.url);
    const request = { target: picked.target, seconds, parent: folder.uri.fsPath };
    let taken: CapturedBundle;
    try {
      taken = await withProgress(`Looking at ${host}`, seconds, (options) => service.captureBundle(request, options));
    } catch (error) {
      if (isCancellation(error)) return undefined;
      if (picked.typed !== undefined && !mayHelpToRetry(error)) {
        errors.record(error, `diagnose ${host}`);
        return pickTarget(sources, retyping(picked, sentenceOf(error)));
      }
      let next: PickedTarget | undefined;
      const retry = { label: 'Retry', run: () => (next = picked) };
      const another = { label: 'Choose Another Service', run: async () => (next = await pickTarget(sources)) };
      await errors.report(error, `diagnose ${host}`, mayHelpToRetry(error) ? retry : another);
      return next;
    }
    folder.noteAdded();
    await this.remember(taken.target);
    if (!taken.isCut || (await isWanted())) await this.options.diagnose(vscode.Uri.file(taken.folder));
    return undefined;
  }

  private async remember(url: string): Promise<void> {
    const { remembered } = this.options;
    // What was captured from it last is still what a capture offers first.
    const known = remembered.list().find((target) => target.url === url);
    await remembered.remember({ ...known, url, usedAt: Date.now() });
  }
}

function retyping({ typed }: PickedTarget, problem: string | undefined): Parameters<typeof pickTarget>[1] {
  return typed === undefined ? undefined : { text: typed, problem };
}

async function isWanted(): Promise<boolean> {
  const text = 'Cancelled. The profiles that were taken by then are kept among the captures.';
  const diagnose = 'Diagnose What Is There';
  return (await vscode.window.showInformationMessage(text, diagnose)) === diagnose;
}

function withProgress<T>(title: string, seconds: number, work: (options: BundleOptions) => Promise<T>): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return Promise.resolve(
    vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      const onProgress = bundleTeller(seconds, (step) => progress.report(step));
      return withSignal(token, (signal) => work({ signal, onProgress }));
    }),
  );
}
