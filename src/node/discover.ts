// Go services of this machine that serve pprof. Out: their index, process id and program.
// Invariants: contacts nothing but loopback, follows no redirect, sends no credentials; asks only for the index page,
// which measures nothing; leaves programs alone that are known not to be Go (a database need not be asked for pprof),
// but for tunnels that may lead to one.

import { CancelledError, UserError } from '../base/userError';
import { httpGet, type Limits } from './httpGet';
import { type Listener, listListeners } from './listeners';
import { parseIndex } from './pprofIndex';

export interface DiscoveredTarget {
  /** The pprof index; `https+insecure:` where the service has TLS, whose certificate is seldom for 127.0.0.1. */
  readonly url: string;
  readonly pid: number;
  /** Base name of the program, without its arguments. */
  readonly command: string;
  readonly port: number;
  /** As the index counts them. */
  readonly goroutines?: number;
}

/** On loopback an answer takes a millisecond; 300 ms are for a busy machine. */
const limits: Limits = { connectMs: 300, idleMs: 300, totalMs: 600, maxBytes: 2 ** 20 };
const maxParallel = 8;
const maxPorts = 128;
const tunnels = ['ssh', 'socat', 'docker-proxy', 'rootlessport', 'slirp4netns', 'pasta'];

/** By port. Throws CancelledError only. */
export async function discover(signal?: AbortSignal): Promise<readonly DiscoveredTarget[]> {
  const listeners = await listListeners(signal);
  const asked = listeners.filter(({ isGo, command }) => isGo !== false || tunnels.includes(command)).slice(0, maxPorts);
  const found: DiscoveredTarget[] = [];
  const queue = asked.values();
  const work = async (): Promise<void> => {
    for (const listener of queue) {
      const target = await probe(listener, signal);
      if (target !== undefined) found.push(target);
    }
  };
  await Promise.all(Array.from({ length: maxParallel }, work));
  if (signal?.aborted === true) throw new CancelledError();
  // A server that forked listens once in each process: one entry a port is enough.
  const byPort = new Map(found.sort((a, b) => b.pid - a.pid).map((target) => [target.port, target]));
  return [...byPort.values()].sort((a, b) => a.port - b.port);
}

async function probe(listener: Listener, signal: AbortSignal | undefined): Promise<DiscoveredTarget | undefined> {
  const { port, pid, command } = listener;
  for (const host of listener.hosts) {
    for (const scheme of ['http', 'https+insecure']) {
      if (signal?.aborted === true) return undefined;
      const index = `${scheme}://${host}:${port}/debug/pprof/`;
      try {
        const url = new URL(index.replace('+insecure', ''));
        const access = scheme === 'http' ? {} : { tls: { insecure: true } };
        const answer = await httpGet({ url, access, limits, signal, redirects: 0 });
        const rows = answer.status === 200 ? parseIndex(new TextDecoder().decode(answer.body)) : undefined;
        if (rows !== undefined) {
          const goroutines = rows.find(({ name }) => name === 'goroutine')?.count;
          return { url: index, pid, command, port, ...(goroutines === undefined ? {} : { goroutines }) };
        }
        // Go's TLS servers answer plain HTTP with a 400.
        if (answer.status !== 400) break;
      } catch (error) {
        if (error instanceof CancelledError) return undefined;
        if (!UserError.is(error, 'tls-expected', 'connection-lost')) break;
      }
    }
  }
  return undefined;
}
