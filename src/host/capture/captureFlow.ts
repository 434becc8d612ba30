// "Capture Profile from Running Service…", from the first question to the open profile. In: a target when a view
// names one. Out: a file in the capture folder, opened; the service remembered. Invariants: what was captured is
// stored before anything else can fail; cancelling ends the request and shows nothing.

import * as vscode from 'vscode';
import { commands } from '../../ids';
import { withSignal } from '../cancellation';
import type { CommandRegistry } from '../commands';
import type { ErrorReporter } from '../errorReporter';
import type { CaptureKeeper } from '../store/captureKeeper';
import { kindName } from '../store/kindNames';
import { hostOf } from '../store/originText';
import type { RememberedTargets } from '../store/rememberedTargets';
import type { CapturedProfile, CaptureRequest, CaptureService, CaptureTarget } from './captureService';
import { progressTeller } from './captureProgress';
import { CaptureWizard } from './captureWizard';
import { namedTarget } from './namedTarget';
import { mayHelpToRetry } from './retry';

export interface CaptureFlowOptions {
  readonly service: CaptureService;
  readonly remembered: RememberedTargets;
  readonly keeper: CaptureKeeper;
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
    const uri = await this.options.keeper.keep(captured);
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
}
