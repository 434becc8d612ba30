// What does not need a process of its own: dispatch, help, usage, the mapping of errors to exit codes.
import assert from 'node:assert/strict';
import { CancelledError, UserError } from '../../../src/base/userError';
import type { Command } from '../../../src/cli/command';
import { captureCommand } from '../../../src/cli/commands/capture';
import { infoCommand } from '../../../src/cli/commands/info';
import { runCli } from '../../../src/cli/run';
import { memoryIo } from './memoryIo';

const commands = [infoCommand, captureCommand];

describe('runCli', () => {
  const helps: readonly (readonly [args: string[], says: RegExp])[] = [
    [['--help'], /Usage: heatline COMMAND/],
    [['-h'], /Usage: heatline COMMAND/],
    [['help'], /Exit codes: 0 fine/],
    [['help', 'capture'], /Usage: heatline capture TARGET[\s\S]*--seconds N/],
    [['capture', '--help'], /-o, --out DIR/],
    [['capture', 'x', '-h', '--seconds=1'], /Usage: heatline capture/],
    [['--version'], /^heatline test\n$/],
    [['version'], /^heatline test\n$/],
  ];
  for (const [args, says] of helps) {
    it(`answers ${args.join(' ')} on stdout`, async () => {
      const io = memoryIo();
      assert.equal(await runCli(args, commands, io), 0);
      assert.match(io.printed.stdout, says);
      assert.equal(io.printed.stderr, '');
    });
  }

  const wrong: readonly (readonly [args: string[], says: RegExp])[] = [
    [[], /Which command\?/],
    [['inof'], /no command inof\. Did you mean info\?/],
    [['help', 'nope'], /no command nope/],
    [['--json', 'info'], /A command comes before --json/],
    [['info'], /Which file\?/],
    [['info', 'x', '--jsn'], /Did you mean --json/],
    [['capture'], /Capture from where\?/],
    [['capture', 'a', 'b'], /One target/],
    [['capture', './cpu.pb.gz'], /That is a file/],
    [['capture', ':6060', '--seconds', '0.5'], /whole/],
    [['capture', ':6060', '--seconds', '0'], /cannot be measured/],
    [['capture', ':6060', '--profiles', ''], /names nothing/],
    [['capture', ':6060', '--profiles', 'all,cpu'], /stands alone/],
    [['capture', ':6060', '--profiles', 'heap?debug=3'], /not a kind/],
    [['capture', ':6060', '--profiles', 'cmdline'], /not a profile/],
    [['capture', ':6060', '--header', 's3cret'], /not a header/],
    [['capture', ':6060', '--key', 'x'], /--key needs --cert/],
  ];
  for (const [args, says] of wrong) {
    it(`refuses ${args.join(' ') || 'nothing'} with usage and exit code 2`, async () => {
      const io = memoryIo();
      assert.equal(await runCli(args, commands, io), 2);
      assert.equal(io.printed.stdout, '');
      assert.match(io.printed.stderr, says);
      assert.match(io.printed.stderr, /\nUsage: heatline /);
      assert.doesNotMatch(io.printed.stderr, /s3cret|\n {4}at /);
    });
  }

  const thrown: readonly (readonly [error: Error, code: number, says: RegExp])[] = [
    [new UserError('x', 'It broke.', 'Mend it.'), 3, /^heatline: It broke\. Mend it\.\n$/],
    [new CancelledError(), 130, /^heatline: Interrupted\.\n$/],
    [new TypeError('x is not a function'), 70, /fault in Heatline[\s\S]*x is not a function\n\s+at /],
  ];
  for (const [error, code, says] of thrown) {
    it(`ends with ${code} after a ${error.name}`, async () => {
      const io = memoryIo();
      const command: Command = { ...infoCommand, run: () => Promise.reject(error) };
      assert.equal(await runCli(['info'], [command], io), code);
      assert.match(io.printed.stderr, says);
    });
  }

  it('takes every failure after Ctrl-C for the Ctrl-C', async () => {
    const cancel = new AbortController();
    cancel.abort();
    const command: Command = { ...infoCommand, run: () => Promise.reject(new Error('stream destroyed')) };
    assert.equal(await runCli(['info'], [command], memoryIo(cancel.signal)), 130);
  });
});
