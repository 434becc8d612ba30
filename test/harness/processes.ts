// In: commands to run. Out: child processes in groups of their own, ended with everything they started.
// Invariant: what is started here is gone when this process is: after a normal end, an exception, a signal, or the
// death of our parent. A process killed the hard way leaves the pids of its groups in HEATLINE_PIDS, where the test
// runner finds and ends them.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const groups = new Map<number, ChildProcess>();
const lastWords = new Set<() => Promise<void> | void>();
let watching = false;
let leaving: Promise<void> | undefined;

/** Starts a command as the leader of its own process group, so that its children can be ended with it. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  watchForEnd();
  const child = spawn(command, args, { ...options, detached: true });
  const { pid } = child;
  if (pid === undefined) return child; // It did not start; the child's 'error' event says why.
  groups.set(pid, child);
  note(pid, true);
  return child;
}

/** SIGTERM, then SIGKILL for whatever of the group is left. Resolves when the leader is gone. */
export async function endGroup(child: ChildProcess, graceMs = 3000): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const gone =
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (signalGroup(pid, 'SIGTERM')) {
    const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
    await gone;
    clearTimeout(timer);
    signalGroup(pid, 'SIGKILL'); // Members that outlived their leader.
  }
  groups.delete(pid);
  note(pid, false);
}

/** False when nobody of the group is left. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Commands started here and not yet ended: at the end of a test run, what a test forgot. */
export function runningCommands(): string[] {
  return [...groups].filter(([pid]) => signalGroup(pid, 0)).map(([, child]) => child.spawnargs.join(' ').slice(0, 200));
}

/** Runs at a signal or when the parent is gone, before the groups are killed; returns how to take it back. */
export function beforeEnd(cleanUp: () => Promise<void> | void): () => void {
  watchForEnd();
  lastWords.add(cleanUp);
  return () => lastWords.delete(cleanUp);
}

/** Groups that a process below us left running, as noted in the folder; they are ended here. */
export function endLeftovers(folder: string): number[] {
  if (!fs.existsSync(folder)) return [];
  const pids = fs.readdirSync(folder).map(Number);
  for (const pid of pids) fs.rmSync(path.join(folder, String(pid)), { force: true });
  return pids.filter((pid) => signalGroup(pid, 'SIGKILL'));
}

function note(pid: number, running: boolean): void {
  const folder = process.env['HEATLINE_PIDS'];
  if (!folder) return;
  const file = path.join(folder, String(pid));
  try {
    if (running) fs.writeFileSync(file, '');
    else fs.rmSync(file, { force: true });
  } catch {
    // The run's folder is already gone: so are we in a moment.
  }
}

function watchForEnd(): void {
  if (watching) return;
  watching = true;
  process.once('exit', killAll);
  process.on('SIGINT', () => leave(130));
  process.on('SIGTERM', () => leave(143));
  process.on('SIGHUP', () => leave(129));
  // A parent killed with SIGKILL cannot tell us. An orphan gets another parent, which is how we know.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) leave(1);
  }, 1000).unref();
}

/** Ends this process in order: clean-ups, then the groups, then exit. The first call's code counts. */
export function leave(code: number): void {
  leaving ??= (async () => {
    // Clean-ups must not keep us: the groups are killed in any case.
    const timer = setTimeout(() => process.exit(code), 10_000);
    await Promise.allSettled([...lastWords].reverse().map(async (cleanUp) => cleanUp()));
    await Promise.allSettled([...groups.values()].map((child) => endGroup(child)));
    clearTimeout(timer);
    process.exit(code);
  })();
}

function killAll(): void {
  for (const pid of groups.keys()) {
    signalGroup(pid, 'SIGKILL');
    note(pid, false);
  }
}
