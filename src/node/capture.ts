// Takes one profile. In: target, kind, seconds. Out: the bytes as Go wrote them and where they come from.
// Invariants: every failure is a UserError with the next step; an aborted signal closes the connection at once, which
// makes Go stop profiling; what comes back looks like a profile (that it decodes is for the caller to see); nothing in
// it or in an error holds a credential.

import { UserError } from '../base/userError';
import { type Access, mergeAccess } from './access';
import type { Phase } from './connectionErrors';
import { defaultLimits, httpGet, type Limits } from './httpGet';
import { endpointName, holdsProfile, secondsFor } from './kinds';
import { type Asked, emptyAnswer, notAProfile, pageError, statusError } from './pprofAnswers';
import { type ProfileForm, profileForm } from './profileForm';
import type { Provenance } from '../core/profile/provenance';
import { profileUrl, shownUrl, type Target } from './target';

export interface CaptureRequest {
  readonly target: Target;
  /** The name in the URL, or `cpu`. */
  readonly kind: string;
  /** Length of a CPU profile or trace; for other kinds the difference over that time. Absent: now. */
  readonly seconds?: number;
  /** 1 and 2 are Go's text forms; for goroutines 2 is the full dump. */
  readonly debug?: number;
  /** Collect garbage first, so that what is counted is alive. Go does this for `heap` alone, and not over a time. */
  readonly gc?: boolean;
}

export interface CaptureProgress {
  /** The service is being asked, it is measuring, the answer is coming in. */
  readonly phase: 'connecting' | 'measuring' | 'receiving';
  readonly receivedBytes: number;
  /** Where the service said how much will come. */
  readonly totalBytes?: number;
  /** Until the service should be done measuring; 0 for a snapshot. */
  readonly remainingSeconds: number;
}

export interface CaptureOptions {
  readonly signal?: AbortSignal | undefined;
  readonly access?: Access | undefined;
  readonly limits?: Partial<Limits>;
  /** Called at each change and twice a second while measuring. */
  readonly onProgress?: (progress: CaptureProgress) => void;
}

export interface CapturedProfile {
  readonly bytes: Uint8Array;
  readonly form: ProfileForm;
  readonly provenance: Provenance;
}

/** @param tool `heatline 0.1.0`, for the provenance */
export async function capture(
  request: CaptureRequest,
  tool: string,
  options: CaptureOptions = {},
): Promise<CapturedProfile> {
  const { asked, url } = checked(request);
  const startedAt = new Date();
  const report = progressReporter(asked.seconds ?? 0, options);
  const answer = await httpGet({
    url,
    access: mergeAccess(request.target.access, options.access),
    limits: { ...limitsFor(asked.seconds ?? 0), ...options.limits },
    signal: options.signal,
    seconds: asked.seconds,
    onProgress: report.step,
  }).finally(report.stop);

  const failure = statusError(answer, asked) ?? pageError(answer, asked);
  if (failure !== undefined) throw failure;
  if (answer.body.length === 0) throw emptyAnswer(asked);
  const form = profileForm(answer.body);
  if (form === undefined) throw notAProfile(asked);
  return {
    bytes: answer.body,
    form,
    provenance: {
      url: shownUrl(url),
      kind: asked.kind,
      ...(asked.seconds === undefined ? {} : { seconds: asked.seconds }),
      ...(asked.debug === undefined ? {} : { debug: asked.debug }),
      startedAt: startedAt.toISOString(),
      finishedAt: new Date().toISOString(),
      tool,
    },
  };
}

/** Refuses before asking what Go would refuse or silently take for something else. */
function checked({ target, kind: name, seconds, debug = 0, gc = false }: CaptureRequest): { asked: Asked; url: URL } {
  const kind = endpointName(name);
  if (!holdsProfile(kind)) {
    throw new UserError('bad-kind', `${kind} is a page of pprof, not a profile.`, 'Choose one that the service lists.');
  }
  if (debug !== 0 && seconds !== undefined) {
    const message = `A difference over ${seconds} s has no text form (debug=${debug}).`;
    throw new UserError('seconds-with-debug', message, 'Leave out one of the two.');
  }
  const time = secondsFor(kind, seconds);
  const url = profileUrl(target.url, kind, {
    seconds: time,
    debug: debug === 0 ? undefined : debug,
    gc: gc ? 1 : undefined,
  });
  return { asked: { url, kind, seconds: time, ...(debug === 0 ? {} : { debug }) }, url };
}

/** Half as much again as the measuring, as go tool pprof allows, and two minutes to send a large profile. */
function limitsFor(seconds: number): Limits {
  return {
    ...defaultLimits,
    idleMs: seconds * 1000 + defaultLimits.idleMs,
    totalMs: seconds * 1500 + defaultLimits.totalMs,
  };
}

interface Reporter {
  readonly step: (phase: Phase, receivedBytes: number, totalBytes: number | undefined) => void;
  readonly stop: () => void;
}

function progressReporter(seconds: number, { onProgress }: CaptureOptions): Reporter {
  let sentAt: number | undefined;
  let reportedAt = 0;
  let reportedPhase = '';
  let received: { bytes: number; total?: number } = { bytes: 0 };
  let ticks: NodeJS.Timeout | undefined;
  const report = (): void => {
    const left = sentAt === undefined ? seconds : Math.max(0, Math.ceil(seconds - (Date.now() - sentAt) / 1000));
    // A trace comes in while it is measured; a CPU profile afterwards.
    const measuring = left > 0 || received.bytes === 0;
    const { bytes: receivedBytes, total } = received;
    const phase = sentAt === undefined ? 'connecting' : measuring ? 'measuring' : 'receiving';
    // A chunk arrives every few microseconds; ten reports a second are enough for a person.
    if (phase === 'receiving' && reportedPhase === phase && Date.now() - reportedAt < 100) return;
    reportedAt = Date.now();
    reportedPhase = phase;
    onProgress?.({
      phase,
      receivedBytes,
      remainingSeconds: left,
      ...(total === undefined ? {} : { totalBytes: total }),
    });
  };
  const step: Reporter['step'] = (phase, bytes, total) => {
    received = { bytes, ...(total === undefined ? {} : { total }) };
    if (phase === 'waiting' && sentAt === undefined) {
      sentAt = Date.now();
      if (seconds > 0) ticks = setInterval(report, 500);
    }
    report();
  };
  return { step, stop: () => clearInterval(ticks) };
}
