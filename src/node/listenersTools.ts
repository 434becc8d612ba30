// Listening ports on macOS and Windows, from the tools that come with them. In: what the tools print. Out: listeners.
// Invariants: programs are run directly (no shell) with arguments fixed here, for five seconds at most; what they
// print is parsed, never passed on. Not verified on the systems themselves: the forms are from their manuals.

import { execFile } from 'node:child_process';
import type { Listener } from './listeners';
import { loopbackHosts } from './loopback';

/** lsof without root lists the processes of this user. */
export async function macListeners(signal: AbortSignal | undefined): Promise<readonly Listener[]> {
  return parseLsof(await output('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-Fpcn'], signal));
}

export async function windowsListeners(signal: AbortSignal | undefined): Promise<readonly Listener[]> {
  const [v4, v6, tasks] = await Promise.all([
    output('netstat', ['-ano', '-p', 'TCP'], signal),
    output('netstat', ['-ano', '-p', 'TCPv6'], signal),
    output('tasklist', ['/FO', 'CSV', '/NH'], signal),
  ]);
  return parseNetstat(`${v4}\n${v6}`, parseTasklist(tasks));
}

/** `-F` prints a field a line: `p123`, `corders`, `n127.0.0.1:6060`. */
export function parseLsof(text: string): readonly Listener[] {
  const listeners: Listener[] = [];
  let pid = 0;
  let command = 'unknown';
  for (const line of text.split('\n')) {
    const value = line.slice(1).trim();
    if (line.startsWith('p')) pid = Number(value);
    else if (line.startsWith('c')) command = value;
    else if (line.startsWith('n')) addListener(listeners, value, pid, command);
  }
  return listeners;
}

/** Rows `TCP 0.0.0.0:6060 0.0.0.0:0 LISTENING 123`; the state is translated, so the empty far end tells. */
export function parseNetstat(text: string, tasks: ReadonlyMap<number, string>): readonly Listener[] {
  const listeners: Listener[] = [];
  for (const line of text.split('\n')) {
    const [protocol, local, far, , pid] = line.trim().split(/\s+/);
    if (protocol !== 'TCP' || !['0.0.0.0:0', '[::]:0'].includes(far)) continue;
    const command = tasks.get(Number(pid));
    if (command !== undefined) addListener(listeners, local, Number(pid), command);
  }
  return listeners;
}

/** Rows `"orders.exe","123","Console","1","9,000 K"`. Session 0 is the system's own: it is left alone. */
export function parseTasklist(text: string): ReadonlyMap<number, string> {
  const tasks = new Map<number, string>();
  for (const line of text.split('\n')) {
    const row = /^"([^"]*)","(\d+)","[^"]*","(\d+)"/.exec(line.trim());
    if (row !== null && row[3] !== '0') tasks.set(Number(row[2]), row[1]);
  }
  return tasks;
}

function addListener(listeners: Listener[], local: string, pid: number, command: string): void {
  const colon = local.lastIndexOf(':');
  const port = Number(local.slice(colon + 1));
  const hosts = loopbackHosts(local.slice(0, colon));
  const known = listeners.some((listener) => listener.pid === pid && listener.port === port);
  if (hosts.length > 0 && port > 0 && pid > 0 && pid !== process.pid && !known)
    listeners.push({ port, pid, command, hosts });
}

/** What a tool prints, '' when it is not there or fails. lsof exits with 1 when it could not look everywhere. */
function output(tool: string, args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      timeout: 5000,
      maxBuffer: 8 * 2 ** 20,
      windowsHide: true,
      ...(signal === undefined ? {} : { signal }),
    };
    execFile(tool, args, options, (_error, stdout) => resolve(stdout));
  });
}
