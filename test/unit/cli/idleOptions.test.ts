// Options that a report's help calls idle: it takes them, as `go tool pprof` does, and prints the same. In: recorded
// captures, each such option with a value that would change another report.

import assert from 'node:assert/strict';
import path from 'node:path';
import type { Command } from '../../../src/cli/command';
import { listCommand } from '../../../src/cli/commands/list';
import { peekCommand } from '../../../src/cli/commands/peek';
import { rawCommand } from '../../../src/cli/commands/raw';
import { tagsCommand } from '../../../src/cli/commands/tags';
import { topCommand } from '../../../src/cli/commands/top';
import { tracesCommand } from '../../../src/cli/commands/traces';
import { treeCommand } from '../../../src/cli/commands/tree';
import { runCli } from '../../../src/cli/run';
import { fixturesDir } from '../../harness/paths';
import { memoryIo } from './memoryIo';

const commands = [topCommand, treeCommand, peekCommand, listCommand, tracesCommand, tagsCommand, rawCommand];

const values: Readonly<Record<string, string>> = {
  sample_index: '0',
  granularity: 'lines',
  nodecount: '2',
  nodefraction: '0.4',
  edgefraction: '0.4',
  trim: 'false',
  divide_by: '7',
  unit: 'kb',
  source_path: fixturesDir,
  trim_path: '/usr/local:/src',
};

/** A command on a capture, with more words: what it prints, undefined where it refuses them. */
async function printed(command: Command, fixture: string, words: readonly string[] = []): Promise<string | undefined> {
  const io = memoryIo();
  const pattern = command === listCommand || command === peekCommand ? ['orders'] : [];
  const file = path.join(fixturesDir, 'go1.27.4', fixture);
  const code = await runCli([command.name, ...words, ...pattern, file], commands, io);
  return code === 0 ? io.printed.stdout : undefined;
}

describe('options without an effect', () => {
  for (const command of commands) {
    it(`of ${command.name} have none`, async () => {
      const { idle = [] } = command;
      const untried = new Set(idle);
      let said = 0;
      for (const fixture of ['heap.pb.gz', 'mutex.pb.gz', 'heap-delta.pb.gz', 'cpu.pb.gz']) {
        const plain = await printed(command, fixture);
        if (plain !== '') said++;
        for (const name of idle) {
          const word = name in values ? `--${name}=${values[name]}` : `--${name}`;
          const text = await printed(command, fixture, [word]);
          if (text === undefined) continue; // A sample type that this one does not have.
          untried.delete(name);
          assert.equal(text, plain, `${command.name} ${word} ${fixture}`);
        }
      }
      assert.deepEqual([...untried], []);
      assert.ok(said > 0);
    });
  }
});
