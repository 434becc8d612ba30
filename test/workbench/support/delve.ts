// Debug sessions in tests, by a real Delve. In: what to run. Out: the session, what its adapter says, and an end.
// Invariant: breakpoints that a test leaves are removed with its session.
import * as vscode from 'vscode';
import { serviceProgram, until } from './host';

export interface DebugRun {
  readonly session: vscode.DebugSession;
  /** What Delve printed for logpoints. */
  readonly output: string[];
  /** Waits for the next stop, counted from the start. */
  stopped(n: number): Promise<void>;
  stops(): number;
  end(): Promise<void>;
}

interface Message {
  readonly type?: string;
  readonly event?: string;
  readonly body?: { readonly category?: string; readonly output?: string };
}

const serviceArguments = ['-addr=127.0.0.1:0', '-pprof=127.0.0.1:0', '-disease=context', '-load', '-for=2m'];

export async function debug(program = serviceProgram(), args: readonly string[] = serviceArguments): Promise<DebugRun> {
  const output: string[] = [];
  let stops = 0;
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('go', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: ({ type, event, body }: Message) => {
        if (type !== 'event') return;
        if (event === 'stopped') stops++;
        if (event === 'output' && body?.category === 'stdout') output.push(body.output ?? '');
      },
    }),
  });
  const name = 'orders under test';
  const configuration = { name, type: 'go', request: 'launch', mode: 'exec', program, args: [...args] };
  if (!(await vscode.debug.startDebugging(undefined, configuration))) throw new Error('no debug session was started');
  const session = await until('the session', () => vscode.debug.activeDebugSession);
  return {
    session,
    output,
    stops: () => stops,
    stopped: async (n) => {
      await until(`stop ${n}`, () => stops >= n);
    },
    end: async () => {
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      await vscode.debug.stopDebugging(session);
      await until('the end of the session', () => vscode.debug.activeDebugSession === undefined);
      tracker.dispose();
    },
  };
}
