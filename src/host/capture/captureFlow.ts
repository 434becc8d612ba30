// "Capture Profile from Running Service…", from the first question to the open profile. In: a target when a view
// names one. Out: a file in the capture folder, opened; the service remembered. Invariants: what was captured is
// stored before anything else can fail; when storing fails the bytes can still be saved elsewhere; cancelling ends
// the request and shows nothing.

import * as vscode from 'vscode';
import { sentenceOf } from '../../base/userError';
import { commands } from '../../ids';
import { withSignal } from '../cancellation';
import type { CommandRegistry } from '../commands';
import type { ErrorReporter } from '../errorReporter';
import type { CaptureFolder } from '../store/captureFolder';
import { kindName } from '../store/kindNames';
import { hostOf } from '../store/provenance';
import type { RememberedTargets } from '../store/rememberedTargets';
import type { CapturedProfile, CaptureRequest, CaptureService, CaptureTarget } from './captureService';
import { progressTeller } from './captureProgress';
import { CaptureWizard } from './captureWizard';
import { namedTarget } from './namedTarget';
import { mayHelpToRetry } from './retry';

export interface CaptureFlowOptions {
  readonly service: CaptureService;
  readonly remembered: RememberedTargets;
  readonly folder: CaptureFolder;
  readonly errors: ErrorReporter;
  readonly openProfile: (uri: vscode.Uri) => Promise<void>;
}

export class CaptureFlow {
  constructor(private readonly options: CaptureFlowOptions) {}

  register(registry: CommandRegistry): void {
    const { service, remembered } = this.options;
    registry.register(commands.captureProfile, 'capture a profile', (named) =>
      this.run(namedTarget(named, service, remembered)),
    );
  }

  private async run(known: CaptureTarget | undefined): Promise<void> {
    const { service, remembered, errors } = this.options;
    const mayDiscover = vscode.workspace.isTrusted;
    const sources = { service, remembered, mayDiscover, title: 'Capture Profile', steps: 3 };
    const request = await new CaptureWizard(sources, errors).run(known);
    if (request !== undefined) await this.capture(request);
  }

  private async capture(request: CaptureRequest): Promise<void> {
    const { remembered, errors } = this.options;
    const { kind, seconds, target } = request;
    const what = `capture ${kindName(kind)} from ${hostOf(target.url)}`;
    let captured: CapturedProfile;
    try {
      captured = await this.withProgress(request);
    } catch (error) {
      const retry = { label: 'Retry', run: () => this.capture(request) };
      const another = { label: 'Choose Another Profile', run: () => this.run(target) };
      void errors.report(error, what, mayHelpToRetry(error) ? retry : another);
      return;
    }
    const uri = await this.keep(captured);
    if (uri === undefined) return;
    const last = { kind, ...(seconds === undefined ? {} : { seconds }) };
    await remembered.remember({ url: target.url, usedAt: Date.now(), ...last });
    await this.options.openProfile(uri);
  }

  private withProgress(request: CaptureRequest): Promise<CapturedProfile> {
    const { kind, seconds, target } = request;
    const title = `Capturing ${kindName(kind)} from ${hostOf(target.url)}`;
    const location = vscode.ProgressLocation.Notification;
    return Promise.resolve(
      vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
        const onProgress = progressTeller(seconds, (step) => progress.report(step));
        return withSignal(token, (signal) => this.options.service.capture(request, { signal, onProgress }));
      }),
    );
  }

  private async keep(captured: CapturedProfile): Promise<vscode.Uri | undefined> {
    const { service, folder, errors } = this.options;
    try {
      const path = await service.store(folder.uri.fsPath, captured);
      folder.noteAdded();
      return vscode.Uri.file(path);
    } catch (error) {
      errors.record(error, 'store the capture');
      const elsewhere = 'Save Elsewhere…';
      const text = `The capture was made, but could not be stored: ${sentenceOf(error)}`;
      if ((await vscode.window.showErrorMessage(text, elsewhere)) === undefined) return undefined;
      const target = await vscode.window.showSaveDialog({ filters: { Profiles: ['pb.gz', 'pprof'] } });
      if (target !== undefined) await vscode.workspace.fs.writeFile(target, captured.bytes);
      return target;
    }
  }
}
