// `npm run parity [-- DIR… --full --slice N --only TEXT --verbose]`. In: folders or files of profiles. Out: how many rows were compared with
// `go tool pprof`, every difference that is not a known one, and an exit code of 1 if there is one.
// Invariants: whatever either of the two opens is compared; at most two pprof processes run at a time.

import { makeTempDir } from '../harness/tempDir';
import { fixturesDir } from '../harness/paths';
import { findProfiles, runParity } from './parity';

process.env['TZ'] = 'UTC'; // pprof and we print local times.

const words = process.argv.slice(2);
const value = (name: string): string | undefined => {
  const at = words.indexOf(`--${name}`);
  return at < 0 ? undefined : words.splice(at, 2)[1];
};
const slice = Number(value('slice') ?? '1');
const only = value('only');
const verbose = words.includes('--verbose');
const places = words.filter((word) => !word.startsWith('--'));

async function main(): Promise<void> {
  const scratch = makeTempDir('parity');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  try {
    const { text, failures } = await runParity({
      files: findProfiles(places.length === 0 ? [fixturesDir] : places),
      slice,
      full: words.includes('--full'),
      scratch: scratch.path,
      signal: stop.signal,
      ...(only === undefined ? {} : { only }),
      progress: (line) => console.log(line),
      verbose,
    });
    console.log(text);
    process.exitCode = failures.length === 0 ? 0 : 1;
  } finally {
    scratch.remove();
  }
}

void main();
