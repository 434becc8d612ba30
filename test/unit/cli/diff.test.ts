// `heatline diff` as a process: the contract's two files, repeated profiles, limits, exit codes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { encodeProfile } from '../../../src/core/profile/encode';
import { fixturesDir } from '../../harness/paths';
import { makeTempDir } from '../../harness/tempDir';
import { diffCommand } from '../../../src/cli/commands/diff';
import { runCli as runHere } from '../../../src/cli/run';
import { profileFromText } from '../profileText';
import { memoryIo } from './memoryIo';
import { runCli } from './runCli';

const cpu = path.join(fixturesDir, 'go1.26.8', 'cpu.pb.gz');
const heap = path.join(fixturesDir, 'go1.26.8', 'heap.pb.gz');

describe('heatline diff', () => {
  const temp = makeTempDir('diff');
  after(() => temp.remove());

  const side = (folder: string): string => path.join(temp.path, folder);

  /** A CPU profile of 1000 samples or so; `slow` of them are in one function. */
  function write(folder: string, name: string, slow: number): string {
    const file = path.join(temp.path, folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const counts = [slow, 600, 1000 - slow - 600];
    const profile = profileFromText(
      `main.main[f:cmd/app/main.go]  main.main[f:cmd/app/main.go]  main.main[f:cmd/app/main.go]
       main.slow[f:cmd/app/main.go,s:7,l:9]  main.work[f:cmd/app/main.go]  main.rest[f:cmd/app/main.go]`,
      {
        types: [
          { type: 'samples', unit: 'count' },
          { type: 'cpu', unit: 'nanoseconds' },
        ],
        values: counts.map((count) => [count, count * 1e7]),
      },
    );
    fs.writeFileSync(file, encodeProfile(profile));
    return file;
  }
  const before = [100, 108, 96, 103].map((slow, i) => write('before', `cpu-${i}.pb`, slow));
  const same = [104, 99, 107, 95].map((slow, i) => write('same', `cpu-${i}.pb`, slow));
  const now = [192, 206, 198, 203].map((slow, i) => write('now', `cpu-${i}.pb`, slow));
  const diff = (...args: readonly string[]) => runCli(['diff', ...args], { cwd: temp.path });

  it('of two files is what it was: top with a diff base', async () => {
    const top = await runCli(['top', '--diff_base', before[0], now[0]], { cwd: temp.path });
    const plain = await diff(before[0], now[0]);
    assert.equal(plain.stdout, top.stdout);
    assert.equal((await diff('--base', before[0], now[0])).stdout, top.stdout);
    assert.match(plain.stdout, /main\.slow/);
  });

  it('fails for what has grown, and not for noise', async function () {
    this.timeout(30_000); // Several runs.
    const limits = ['--max-increase=2', '--max-growth=20'];
    const base = before.flatMap((file) => ['--base', file]);
    const regressed = await diff(...base, ...now, ...limits);
    assert.equal(regressed.code, 1, regressed.stderr);
    assert.match(regressed.stdout, /^1 function over the limit \(\+2 points and \+20 %\)\./);
    assert.match(regressed.stdout, /main\.slow {2}← over the limit/);
    const alike = await diff(...base, ...same, ...limits);
    assert.equal(alike.code, 0, alike.stdout);
    assert.match(alike.stdout, /^No function changed by more than noise/);
    assert.equal((await diff(...base, ...now)).code, 0, 'without a limit nothing fails');
    assert.equal((await diff(...base, ...now, '--max-increase=20')).code, 0);
  });

  it('takes sides as folders and as lists', async () => {
    const json = async (...args: readonly string[]) =>
      JSON.parse((await diff(...args, '--json')).stdout) as { rows: unknown[]; base: string[] };
    const folders = await json('--base', 'before', 'now');
    const lists = await json('--base', before.join(','), ...now);
    assert.deepEqual(folders.rows, lists.rows);
    assert.deepEqual(
      folders.base,
      ['0', '1', '2', '3'].map((i) => path.join('before', `cpu-${i}.pb`)),
    );
    assert.ok(folders.rows.length >= 3);
  });

  it('writes what machines read', async () => {
    const files = ['markdown', 'junit'].map((form) => `--${form}=${path.join(temp.path, form)}`);
    const { stdout, code } = await diff('--base', 'before', 'now', '--max-increase', '2', '--github', ...files);
    assert.equal(code, 1);
    assert.match(stdout, /^::error file=cmd\/app\/main\.go,line=7,title=main\.slow costs more::/);
    assert.match(fs.readFileSync(path.join(temp.path, 'markdown'), 'utf8'), /^## Heatline: 1 function over the limit/);
    assert.match(fs.readFileSync(path.join(temp.path, 'junit'), 'utf8'), /failures="1"/);
  });

  it('refuses with a sentence, and the exit code that says why', async () => {
    fs.mkdirSync(path.join(temp.path, 'mixed'));
    fs.copyFileSync(cpu, path.join(temp.path, 'mixed', 'cpu.pb.gz'));
    fs.copyFileSync(heap, path.join(temp.path, 'mixed', 'heap.pb.gz'));
    const refused: readonly (readonly [readonly string[], number, RegExp])[] = [
      [[before[0]], 2, /Which two files\?/],
      [['--base', side('before')], 2, /Compare with what\?/],
      [['--base', before[0], '--base', before[0], now[0]], 2, /given twice/],
      [['--base', side('mixed'), side('now')], 2, /several kinds.*--profile cpu, --profile heap/],
      [['--base', side('mixed'), side('now'), '--profile=block'], 3, /There is no block profile in .*mixed/],
      [['--base', heap, now[0], '--max-increase=1'], 3, /counts inuse_space\/bytes.*counts cpu\/nanoseconds/],
      [['--base', side('before'), side('now'), '--max-increase=much'], 2, /--max-increase needs a number/],
      [['--base', side('before'), side('now'), '--normalize'], 2, /--normalize is for/],
      [['--base', side('before'), side('now'), '--by=hand'], 2, /--by needs share or value/],
      [['--base', 'nothing.pb', side('now')], 3, /There is no file nothing\.pb/],
    ];
    for (const [args, expected, text] of refused) {
      const io = memoryIo();
      const code = await runHere(['diff', ...args], [diffCommand], io);
      assert.equal(code, expected, `${args.join(' ')}: ${io.printed.stderr}`);
      assert.match(io.printed.stderr, text);
      assert.equal(io.printed.stdout, '');
    }
  });
});
