// What a capture does at the moment, as one line. In: its progress. Out: text for `Io.progress`.

import type { CaptureProgress } from '../node/capture';
import { shownKind } from '../node/kinds';
import { bytesText } from './output';

export function progressLine(progress: CaptureProgress & { kind: string; done: number; count: number }): string {
  const { phase, kind, done, count, remainingSeconds, receivedBytes, totalBytes } = progress;
  const which = `${shownKind(kind)}${count > 1 ? ` (${done + 1} of ${count})` : ''}`;
  const size =
    totalBytes === undefined ? bytesText(receivedBytes) : `${bytesText(receivedBytes)} of ${bytesText(totalBytes)}`;
  switch (phase) {
    case 'connecting':
      return `${which}: connecting …`;
    case 'measuring':
      return remainingSeconds > 0
        ? `${which}: measuring, ${remainingSeconds} s left`
        : `${which}: waiting for the answer …`;
    case 'receiving':
      return `${which}: receiving, ${size}`;
  }
}
