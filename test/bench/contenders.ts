// Who is measured: we, the floor, and the peers. In: what was asked for. Out: bundles in out/bench, all made the same
// way, and of each peer that cannot run here, why. Invariant: nothing is installed here (test/bootstrap.mjs does that,
// for this verb only, into a folder of their own, without install scripts).

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { type Contender, nodeContender, root } from './measure';

const out = path.join(root, 'out/bench');

export const ours = path.join(out, 'subject.js');
export const ourRefining = path.join(out, 'refineSubject.js');
export const floor = path.join(out, 'floor.js');

export interface Peer {
  readonly name: string;
  /** Undefined where it cannot run here; then `missing` says why. */
  readonly contender: ((file: string) => Contender) | undefined;
  readonly missing?: string;
}

export async function bundle(entry: string, name: string): Promise<string> {
  const outfile = path.join(out, name);
  await build({
    entryPoints: [path.join(__dirname, entry)],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

/** Readers of profiles. */
export async function profilePeers(): Promise<Peer[]> {
  const missing = process.env['HEATLINE_NO_PEERS'];
  const peer = async (name: string, entry: string, work: string): Promise<Peer> => {
    if (missing !== undefined && entry !== 'peers/protobufjs.mjs') return { name, contender: undefined, missing };
    const script = await bundle(entry, path.basename(entry).replace('.mjs', '.js'));
    return { name, contender: (file) => nodeContender(script, work, file) };
  };
  return [
    await peer('speedscope', 'peers/speedscope.mjs', 'import'),
    await peer('pprof-format', 'peers/pprofFormat.mjs', 'decode'),
    await peer('protobufjs', 'peers/protobufjs.mjs', 'decode'),
    goPprof(),
  ];
}

function goPprof(): Peer {
  const name = 'go pprof -top';
  if (spawnSync('go', ['version']).status !== 0) return { name, contender: undefined, missing: 'Go is not there' };
  // Once for nothing: the first call builds the tool.
  spawnSync('go', ['tool', 'pprof', '-h'], { stdio: 'ignore' });
  return {
    name,
    contender: (file) => ({ command: 'go', args: ['tool', 'pprof', '-top', file], reports: false }),
  };
}

/** A reader of dumps, built with the module proxy. */
export function dumpPeer(): Peer {
  const name = 'gostackparse';
  const binary = path.join(out, `gostackparse${process.platform === 'win32' ? '.exe' : ''}`);
  mkdirSync(out, { recursive: true });
  const built = spawnSync('go', ['build', '-o', binary, '.'], { cwd: path.join(__dirname, 'gostackparse') });
  if (built.status !== 0)
    return { name, contender: undefined, missing: 'could not be built; it needs Go and its proxy' };
  return { name, contender: (file) => ({ command: binary, args: [file], reports: true }) };
}
