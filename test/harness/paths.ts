// Where things are. Out: absolute paths inside this checkout.
// Invariant: everything a run leaves behind lies in out/ (git-ignored) or in the run's own temporary folder.
import path from 'node:path';

export const repoRoot = path.resolve(import.meta.dirname, '..', '..');
export const harnessRoot = path.join(repoRoot, 'test', 'harness');
export const outDir = path.join(repoRoot, 'out');
export const serviceDir = path.join(repoRoot, 'test', 'service');
export const fixturesDir = path.join(repoRoot, 'test', 'fixtures');

export function inRepo(...parts: string[]): string {
  return path.join(repoRoot, ...parts);
}

/** A name for a file made of any text, as a test's title. */
export function fileNameOf(text: string): string {
  return text
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 100);
}
