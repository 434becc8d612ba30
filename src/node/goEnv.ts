// What the `go` tool says about itself. In: a folder. Out: its environment there, or undefined without a Go.
// Invariant: runs one command with fixed arguments, no shell, for at most ten seconds. Callers ask only in trusted
// workspaces: go.mod and go.work of the folder can make `go` fetch another toolchain.

import { execFile } from 'node:child_process';
import { jsonObject } from '../base/json';

const names = ['GOROOT', 'GOMODCACHE', 'GOFLAGS', 'GOWORK', 'GOVERSION'] as const;

/** Empty strings where Go has no value, e.g. no go.work. */
export type GoEnv = Readonly<Record<(typeof names)[number], string>>;

export function goEnv(folder: string, signal?: AbortSignal): Promise<GoEnv | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: folder, timeout: 10_000, maxBuffer: 2 ** 20, ...(signal === undefined ? {} : { signal }) };
    execFile('go', ['env', '-json', ...names], options, (error, stdout) => {
      resolve(error === null ? parsed(stdout) : undefined);
    });
  });
}

function parsed(text: string): GoEnv | undefined {
  const values = jsonObject(text);
  if (values === undefined) return undefined;
  const valueOf = (name: string): string => (typeof values[name] === 'string' ? values[name] : '');
  return {
    GOROOT: valueOf('GOROOT'),
    GOMODCACHE: valueOf('GOMODCACHE'),
    GOFLAGS: valueOf('GOFLAGS'),
    GOWORK: valueOf('GOWORK'),
    GOVERSION: valueOf('GOVERSION'),
  };
}
