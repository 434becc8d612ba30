// What the notification of a running capture says. In: the progress of the request. Out: a message, and how much
// further the bar goes. Invariant: the increments of one capture never add up to more than 100.

import { kindName } from '../store/kindNames';
import type { BundleProgress, CaptureProgress } from './captureService';

export interface ProgressStep {
  readonly message: string;
  readonly increment?: number;
}

/** @param seconds asked for, undefined for a snapshot: its bar shows only that something goes on */
export function progressTeller(
  seconds: number | undefined,
  report: (step: ProgressStep) => void,
): (at: CaptureProgress) => void {
  let shown = 0;
  let last = '';
  return (at) => {
    const message = messageOf(at);
    const done = seconds === undefined || at.phase === 'connecting' ? 0 : 100 * (1 - at.remainingSeconds / seconds);
    const increment = Math.max(0, Math.min(100, done) - shown);
    if (message === last && increment === 0) return;
    last = message;
    shown += increment;
    report(seconds === undefined ? { message } : { message, increment });
  };
}

/** What one request takes beside the CPU profile, in seconds: enough for the bar to move with each. */
const requestSeconds = 0.5;

/** The same for a bundle, whose time is mostly that of the CPU profile. */
export function bundleTeller(seconds: number, report: (step: ProgressStep) => void): (at: BundleProgress) => void {
  let shown = 0;
  let last = '';
  let measured = 0;
  return (at) => {
    const { kind, done, count, phase, remainingSeconds } = at;
    if (kind === 'profile' && phase === 'measuring') measured = Math.max(measured, seconds - remainingSeconds);
    const all = seconds + count * requestSeconds;
    const reached = Math.min(100, (100 * (measured + done * requestSeconds)) / all);
    const message = `${kindName(kind)} (${done + 1} of ${count}), ${messageOf(at)}`;
    const increment = Math.max(0, reached - shown);
    if (message === last && increment === 0) return;
    last = message;
    shown += increment;
    report({ message, increment });
  };
}

function messageOf({ phase, receivedBytes, remainingSeconds }: CaptureProgress): string {
  switch (phase) {
    case 'connecting':
      return 'connecting…';
    case 'measuring':
      return remainingSeconds > 0 ? `${timeText(remainingSeconds)} left` : 'waiting for the answer…';
    case 'receiving':
      return `receiving, ${bytesText(receivedBytes)}`;
  }
}

/** `9 s`, `2 min 5 s`. */
function timeText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 2 ** 20 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
