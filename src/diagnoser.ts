// The thread that diagnoses. In: a bundle's place on disk, by message; source texts, as it asks for them. Out: findings, or
// the error's parts. Invariant: one request, one answer, then the thread ends; nothing is shared.

import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from './base/userError';
import type { SourceText } from './core/diagnose/sourcePackages';
import type { DiagnoseRequest, OwnerSays, ThreadSays } from './node/diagnoseMessages';
import { diagnoseBundle } from './node/diagnoseWork';

const waiting = new Map<number, (texts: readonly SourceText[] | undefined) => void>();
let asked = 0;

const say = (message: ThreadSays): void => parentPort?.postMessage(message);

parentPort?.on('message', ({ id, texts }: OwnerSays) => {
  waiting.get(id)?.(texts);
  waiting.delete(id);
});

diagnoseBundle(workerData as DiagnoseRequest, say, (file) => {
  const id = ++asked;
  say({ kind: 'read', id, file });
  return new Promise((resolve) => waiting.set(id, resolve));
}).catch((error: unknown) => {
  if (!UserError.is(error)) throw error;
  const { code, message, next } = error;
  say({ kind: 'userError', code, message, next });
});
