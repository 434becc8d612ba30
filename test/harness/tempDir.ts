// In: a prefix. Out: a fresh folder below the system's temporary folder (the test runner points TMPDIR at its own).
// Invariant: the folder is removed with everything in it when it is disposed of or when this process ends.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEnd } from './processes';

export interface TempDir {
  readonly path: string;
  remove(): void;
}

export function makeTempDir(prefix: string): TempDir {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `heatline-${prefix}-`));
  const remove = () => {
    process.removeListener('exit', remove);
    forget();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const forget = beforeEnd(() => undefined); // Makes signals end in process.exit, so that the listener below runs.
  process.once('exit', remove);
  return { path: folder, remove };
}
