// The questions of a capture, in order and with a way back: where, what, for how long. In: a target when one is
// known already. Out: a complete request, or undefined when the person gave up. Invariants: going back keeps what
// was chosen; a service that does not answer leads back to the address where it was typed, so that it can be mended.

import { sentenceOf } from '../../base/userError';
import { type ErrorReporter, isCancellation } from '../errorReporter';
import { setting } from '../settings';
import { hostOf } from '../store/originText';
import type { CaptureRequest, CaptureTarget, Preflight } from './captureService';
import { pickKind } from './pickKind';
import { pickSeconds } from './pickSeconds';
import { type PickedTarget, pickTarget, type TargetSources } from './pickTarget';
import { mayHelpToRetry } from './retry';
import { back } from './steps';

type Outcome = CaptureRequest | typeof back | undefined | { readonly error: unknown };

export class CaptureWizard {
  constructor(
    private readonly sources: TargetSources,
    private readonly errors: ErrorReporter,
  ) {}

  async run(known: CaptureTarget | undefined): Promise<CaptureRequest | undefined> {
    let picked = known === undefined ? await pickTarget(this.sources) : { target: known };
    while (picked !== undefined) {
      const outcome = await this.plan(picked.target);
      if (outcome === undefined) return undefined;
      if (outcome === back) picked = await this.pickAgain(picked, undefined);
      else if ('error' in outcome) picked = await this.mend(picked, outcome.error);
      else return outcome;
    }
    return undefined;
  }

  private async plan(target: CaptureTarget): Promise<Outcome> {
    const { service } = this.sources;
    let preflight: Preflight | undefined;
    let wanted = target;
    for (;;) {
      const picked = await pickKind(service, wanted, preflight);
      if (picked === undefined || picked === back) return picked;
      if (picked.kind === undefined) return isCancellation(picked.error) ? undefined : picked;
      const { kind } = picked;
      preflight = picked.preflight;
      const found = preflight.target;
      if (kind.time === 'now') return { target: found, kind: kind.name };
      const before = wanted.kind === kind.name ? wanted.seconds : undefined;
      const title = `Capture Profile: ${kind.label} of ${hostOf(target.url)}`;
      const frame = { title, step: 3, steps: 3, canGoBack: true };
      const duration = await pickSeconds(frame, kind, before, setting('heatline.capture.defaultSeconds'));
      if (duration === undefined) return undefined;
      if (duration !== back)
        return { target: found, kind: kind.name, ...(duration === 'now' ? {} : { seconds: duration }) };
      wanted = { ...wanted, kind: kind.name };
    }
  }

  private async mend(picked: PickedTarget, error: unknown): Promise<PickedTarget | undefined> {
    if (picked.typed !== undefined) {
      this.errors.record(error, `ask ${picked.target.url}`);
      return this.pickAgain(picked, sentenceOf(error));
    }
    let next: PickedTarget | undefined;
    const retry = { label: 'Retry', run: () => (next = picked) };
    const another = { label: 'Choose Another Service', run: async () => (next = await pickTarget(this.sources)) };
    await this.errors.report(error, `ask ${hostOf(picked.target.url)}`, mayHelpToRetry(error) ? retry : another);
    return next;
  }

  private pickAgain({ typed }: PickedTarget, problem: string | undefined): Promise<PickedTarget | undefined> {
    return pickTarget(this.sources, typed === undefined ? undefined : { text: typed, problem });
  }
}
