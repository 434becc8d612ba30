// In: a command line and a signal to give up at. Out: its exit code and everything it said.
// Invariant: never throws for a failing tool, only for one that cannot be started or was given up.
import { endGroup, spawnGroup } from './processes';

export interface ToolResult {
  readonly code: number;
  readonly stdout: string;
  /** stdout and stderr in the order in which they came. */
  readonly output: string;
}

export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Also show the output as it comes. */
  readonly echo?: boolean;
}

export async function runTool(
  command: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolResult> {
  const { cwd, env, signal, echo } = options;
  const child = spawnGroup(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const stdout: Buffer[] = [];
  const collect = (list: Buffer[]) => (chunk: Buffer) => {
    list.push(chunk);
    if (echo && list === output) process.stdout.write(chunk);
  };
  child.stdout?.on('data', collect(output)).on('data', collect(stdout));
  child.stderr?.on('data', collect(output));

  const giveUp = () => void endGroup(child, 5000);
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
      // A background child that a tool left behind would keep the pipes open.
      child.once('exit', () => void endGroup(child, 0));
      child.once('close', (exit, killer) => resolve(exit ?? (killer ? 128 : 1)));
    });
    if (signal?.aborted) throw new Error(`${reasonOf(signal)}\n${Buffer.concat(output).toString().slice(-3000)}`);
    return { code, stdout: Buffer.concat(stdout).toString(), output: Buffer.concat(output).toString() };
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

export function reasonOf(signal: AbortSignal): string {
  return signal.reason instanceof Error ? signal.reason.message : String(signal.reason);
}
