// In: a mocha runner. Out: its events as lines in a file, see testEvents.ts.
// Invariant: prints nothing and throws nothing into mocha; used alike in a child process and in an extension host.
import type { Runner } from 'mocha';
import { appendEvent } from './testEvents';

export function reportTo(file: string, runner: Runner): void {
  runner.on('pass', (test) => {
    appendEvent(file, { event: 'pass', title: test.fullTitle(), ms: test.duration ?? 0 });
  });
  runner.on('fail', (test, error: unknown) => {
    appendEvent(file, { event: 'fail', title: test.fullTitle(), error: textOf(error) });
  });
  runner.on('pending', (test) => {
    appendEvent(file, { event: 'skip', title: test.fullTitle() });
  });
  runner.on('end', () => {
    appendEvent(file, { event: 'end' });
  });
}

/** Assertion errors of node:assert carry a readable difference in their message; the stack repeats it. */
function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
