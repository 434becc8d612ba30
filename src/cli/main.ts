// `heatline`. In: process.argv. Out: results on stdout, the rest on stderr, an exit code of exitCodes.ts.
// Invariant: Ctrl-C aborts what is running, so that a service's profiler is not left on; a second one ends at once.
// A command is a file in ./commands that exports a Command, and a line in the list below.

import type { Command } from './command';
import { captureCommand } from './commands/capture';
import { diagnoseCommand } from './commands/diagnose';
import { diffCommand } from './commands/diff';
import { exportCommand } from './commands/export';
import { goroutinesCommand } from './commands/goroutines';
import { infoCommand } from './commands/info';
import { listCommand } from './commands/list';
import { mergeCommand } from './commands/merge';
import { peekCommand } from './commands/peek';
import { rawCommand } from './commands/raw';
import { tagsCommand } from './commands/tags';
import { topCommand } from './commands/top';
import { tracesCommand } from './commands/traces';
import { treeCommand } from './commands/tree';
import { exitCodes } from './exitCodes';
import { processIo } from './io';
import { runCli } from './run';
import { readVersion } from './version';

/** In the order of the help. */
const commands: readonly Command[] = [
  infoCommand,
  topCommand,
  treeCommand,
  peekCommand,
  listCommand,
  tracesCommand,
  tagsCommand,
  rawCommand,
  diffCommand,
  mergeCommand,
  exportCommand,
  goroutinesCommand,
  captureCommand,
  diagnoseCommand,
];

async function main(): Promise<void> {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
      interrupt.abort();
    });
  }
  const io = processIo(interrupt.signal, `heatline ${readVersion()}`);
  process.exitCode = await runCli(process.argv.slice(2), commands, io);
}

void main();
