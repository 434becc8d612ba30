// Listening ports on Linux, from /proc alone. In: /proc/net/tcp and tcp6 (port, address, socket inode) and
// /proc/PID/fd (who holds the inode). Out: listeners of processes that we may look into: our own user's.
// Source: Linux Documentation/networking/proc_net_tcp.rst.

import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { isGoBinary } from './goBinary';
import type { Listener } from './listeners';
import { loopbackHosts } from './loopback';

interface ListeningSocket {
  readonly port: number;
  readonly address: string;
  readonly inode: string;
}

export async function linuxListeners(): Promise<readonly Listener[]> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const sockets = new Map<string, ListeningSocket>();
  for (const socket of tables.flatMap(parseProcNetTcp)) {
    if (loopbackHosts(socket.address).length > 0) sockets.set(socket.inode, socket);
  }
  if (sockets.size === 0) return [];
  const listeners: Listener[] = [];
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const held = await heldBy(name, sockets);
    if (held.length === 0) continue;
    const command = await commandOf(name);
    const isGo = await isGoBinary(`/proc/${name}/exe`);
    for (const { port, address } of held) {
      listeners.push({
        port,
        pid: Number(name),
        command,
        hosts: loopbackHosts(address),
        ...(isGo === undefined ? {} : { isGo }),
      });
    }
  }
  return listeners;
}

/** Rows in state 0A (LISTEN). Addresses are 32-bit words in the machine's order, which is little-endian for Go's ports. */
export function parseProcNetTcp(text: string): ListeningSocket[] {
  const sockets: ListeningSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state !== '0A' || inode === '0') continue;
    const [hex, port] = local.split(':');
    const bytes = hex
      .match(/.{8}/g)
      ?.flatMap((word) => (word.match(/../g) ?? []).reverse().map((b) => parseInt(b, 16)));
    if (bytes === undefined) continue;
    sockets.push({ port: parseInt(port, 16), address: addressText(bytes), inode });
  }
  return sockets;
}

function addressText(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const isMapped = bytes.slice(0, 10).every((b) => b === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (isMapped) return `::ffff:${bytes.slice(12).join('.')}`;
  if (bytes.every((b) => b === 0)) return '::';
  if (bytes.slice(0, 15).every((b) => b === 0) && bytes[15] === 1) return '::1';
  return 'elsewhere'; // An address of one interface: nothing that loopback reaches.
}

async function heldBy(pid: string, sockets: ReadonlyMap<string, ListeningSocket>): Promise<ListeningSocket[]> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []); // Another user's process, or gone.
  const found = new Set<ListeningSocket>();
  for (const descriptor of descriptors) {
    const to = await readlink(`${folder}/${descriptor}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(to)?.[1];
    const socket = inode === undefined ? undefined : sockets.get(inode);
    if (socket !== undefined) found.add(socket);
  }
  return [...found];
}

async function commandOf(pid: string): Promise<string> {
  const [first] = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  return path.basename(first) || 'unknown';
}
