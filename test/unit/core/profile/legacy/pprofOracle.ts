// `go tool pprof -raw` of the same bytes. In: a profile. Out: pprof's text, or why it refuses; lines that old
// formats do not have (time, duration) left out. Invariant: without Go there is a named reason to skip.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { makeTempDir } from '../../../../harness/tempDir';

/** The program behind `go tool pprof`, '' where there is none: starting it without the go command is quicker. */
let pprof: string | undefined;

function findPprof(): string {
  // The first run builds it, in newer versions of Go.
  if (spawnSync('go', ['tool', 'pprof', '-h'], { encoding: 'utf8' }).error !== undefined) return '';
  const { status, stdout } = spawnSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

/** For a test's `this`: skips it where Go is missing. The first call may build pprof, which takes a while. */
export function needsGo(test: Mocha.Context): void {
  test.timeout(240_000);
  pprof ??= findPprof();
  if (pprof === '') test.skip(); // Go is not on this machine, and it alone knows what is right.
}

export function pprofRaw(bytes: Uint8Array): { readonly text: string } | { readonly refused: string } {
  const dir = makeTempDir('pprof');
  try {
    const file = path.join(dir.path, 'profile');
    fs.writeFileSync(file, bytes);
    const env = { ...process.env, PPROF_TMPDIR: dir.path, PPROF_BINARY_PATH: dir.path };
    const run = spawnSync(pprof ?? '', ['-symbolize=none', '-raw', file], { encoding: 'utf8', env });
    return run.status === 0 ? { text: normalized(run.stdout) } : { refused: run.stderr };
  } finally {
    dir.remove();
  }
}

function normalized(raw: string): string {
  const lines = raw.split('\n').filter((line) => !/^(Time|Duration): /.test(line));
  // Its driver invents a mapping for profiles that have none; the profile itself has not got it.
  const invented = lines.includes('1: 0x0/0x0/0x0  ') || lines.includes('1: 0x0/0x0/0x0   ');
  return lines
    .map((line) => line.replace(/( \[(FN|FL|LN|IN)\])+$/, '').trimEnd())
    .filter((line) => !invented || line !== '1: 0x0/0x0/0x0')
    .map((line) => (invented ? line.replace(/^( *\d+: 0x[0-9a-f]+) M=1( |$)/, '$1$2').trimEnd() : line))
    .join('\n')
    .trim();
}
