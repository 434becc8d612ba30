// TCP ports that processes of this machine listen on. Out: port, process and the loopback addresses that reach it.
// Sources: /proc on Linux (listenersLinux.ts), lsof on macOS, netstat and tasklist on Windows (listenersTools.ts).
// Invariants: only listeners that a loopback address reaches; no root needed, so other users' processes are missing;
// never throws: what cannot be found out is left out.

import { linuxListeners } from './listenersLinux';
import { macListeners, windowsListeners } from './listenersTools';

export interface Listener {
  readonly port: number;
  readonly pid: number;
  /** Base name of the program; never its arguments, which may hold secrets. */
  readonly command: string;
  /** Hosts for a URL that reach the port, e.g. `127.0.0.1` or `[::1]`, likely ones first. */
  readonly hosts: readonly string[];
  /** False when the program is known not to be written in Go. */
  readonly isGo?: boolean;
}

export async function listListeners(signal?: AbortSignal): Promise<readonly Listener[]> {
  switch (process.platform) {
    case 'linux':
      return linuxListeners();
    case 'darwin':
      return macListeners(signal);
    case 'win32':
      return windowsListeners(signal);
    default:
      return [];
  }
}
