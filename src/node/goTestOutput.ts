// What went wrong, in the words of `go test`. In: all that it printed. Out: a UserError with the first line that names a
// problem. Invariant: the line is shown as it is, on one line and not too long; nothing is looked up by it.

import { UserError } from '../base/userError';

const next = 'The output has all of it.';
const longestLine = 300;

/** @param title of the test, for people */
export function problemIn(output: string, title: string): UserError {
  const lines = output.split(/\r?\n/).map((line) => line.trim().slice(0, longestLine));
  const place = lines.find((line) => /^\S.*\.go:\d+(:\d+)?: \S/.test(line));
  if (lines.some((line) => /\[(build|setup) failed\]$/.test(line))) {
    const said = place ?? lines.find((line) => line !== '' && !line.startsWith('#') && !line.startsWith('FAIL'));
    return new UserError('build-failed', `${title} does not build: ${sentence(said)}`, next);
  }
  if (lines.some((line) => line.includes('no tests to run') || line.includes('[no test files]'))) {
    const why = 'Build tags may leave its file out: see the settings go.buildTags and go.testTags.';
    return new UserError('no-tests', `go test found no ${title} in this package.`, why);
  }
  const panic = lines.find((line) => /^(panic|fatal error): /.test(line));
  const said = panic ?? place ?? lines.find((line) => line !== '');
  return new UserError('test-failed', `${title} ended without a profile: ${sentence(said)}`, next);
}

function sentence(line: string | undefined): string {
  if (line === undefined) return 'go test said nothing.';
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
