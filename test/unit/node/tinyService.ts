// A real Go service for these tests, see tiny/main.go. In: its flags. Out: its address and certificates.
// Invariant: built once a process with what is on this machine; each one is ended by the test that started it.
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { findGo } from '../../harness/goService';
import { inRepo } from '../../harness/paths';
import { endGroup, spawnGroup } from '../../harness/processes';
import { runTool } from '../../harness/runTool';
import { makeTempDir } from '../../harness/tempDir';

export interface TinyService {
  /** host:port. */
  readonly addr: string;
  readonly pid: number;
  /** PEM texts, with `-tls`. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  stop(): Promise<void>;
}

export const hasGo = findGo() !== undefined;

let binary: Promise<string> | undefined;

export async function startTiny(...flags: readonly string[]): Promise<TinyService> {
  binary ??= buildTiny();
  const child = spawnGroup(await binary, flags, { stdio: ['ignore', 'pipe', 'ignore'] });
  const facts = JSON.parse(await firstLine(child)) as Partial<TinyService> & Pick<TinyService, 'addr' | 'pid'>;
  return { ca: '', cert: '', key: '', ...facts, stop: () => endGroup(child, 1000) };
}

async function buildTiny(): Promise<string> {
  const output = path.join(makeTempDir('tiny').path, 'tiny-service');
  const built = await runTool(findGo() ?? 'go', ['build', '-o', output, '.'], {
    cwd: inRepo('test', 'unit', 'node', 'tiny'),
    env: { GOPROXY: 'off', GOTOOLCHAIN: 'local', GOWORK: 'off' },
  });
  if (built.code !== 0) throw new Error(`test/unit/node/tiny does not build:\n${built.output}`);
  return output;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`tiny ended at once with ${code ?? 'a signal'}`)));
  });
}
