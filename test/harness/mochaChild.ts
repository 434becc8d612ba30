// In: --results FILE [--grep RE] [--timeout MS] test files. Out: test events in that file; exit code
// 0 unless mocha itself broke. Invariant: one process per tier, so that a crash or a hang costs that tier only.
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { reportTo } from './mochaEvents';
import { runningCommands } from './processes';
import { appendEvent, resultsVariable } from './testEvents';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { results: { type: 'string' }, grep: { type: 'string' }, timeout: { type: 'string', default: '5000' } },
  });
  const results = values.results;
  if (results === undefined) throw new Error('--results is missing');
  process.env[resultsVariable] = results;
  const mocha = new Mocha({
    timeout: Number(values.timeout),
    forbidOnly: true, // A forgotten .only would hide every other test.
    ...(values.grep === undefined ? {} : { grep: new RegExp(values.grep) }),
  });
  for (const file of positionals) mocha.addFile(file);
  await mocha.loadFilesAsync();
  await new Promise<void>((resolve) => {
    reportTo(
      results,
      mocha.run(() => resolve()),
    );
  });
  for (const command of runningCommands()) {
    appendEvent(results, { event: 'fail', title: 'a test left a process running', error: command });
  }
  process.exit(0); // Ends those processes, and does not wait for sockets and timers that a test forgot.
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(2);
});
