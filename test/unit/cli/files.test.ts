// What the CLI reads and writes: pipes, devices, files that are there already.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { profileBytes } from '../../../src/cli/writeResult';
import { inRepo } from '../../harness/paths';
import { makeTempDir } from '../../harness/tempDir';
import { profileFromText } from '../profileText';
import { runCli, startCli } from './runCli';

const cpu = inRepo('test', 'fixtures', 'go1.27.4', 'cpu.pb.gz');
const dump = inRepo('test', 'fixtures', 'go1.27.4', 'goroutine.debug2.txt');

describe('heatline with files', function () {
  this.timeout(30_000);
  const temp = makeTempDir('cli-files');
  const inTemp = (name: string): string => path.join(temp.path, name);
  after(() => temp.remove());

  it('reads standard input as any of its files, once', async () => {
    const input = fs.readFileSync(cpu);
    const fromFile = await runCli(['top', '--json', cpu]);
    const fromPipe = await runCli(['top', '--json', '-'], { input });
    assert.deepEqual({ ...json(fromPipe.stdout), file: '' }, { ...json(fromFile.stdout), file: '' });
    const diff = await runCli(['diff', '--json', '-', cpu], { input });
    assert.equal(diff.code, 0, diff.stderr);
    assert.ok((json(diff.stdout) as { rows: { flat: number }[] }).rows.every(({ flat }) => flat === 0));
    const twice = await runCli(['diff', '-', '-'], { input });
    assert.equal(twice.code, 2);
    assert.match(twice.stderr, /- is given twice/);
  });

  it('reads named pipes, as shells make them of <(…)', async function () {
    if (process.platform === 'win32') this.skip();
    const pipe = inTemp('pipe');
    execFileSync('mkfifo', [pipe]);
    const run = await startCli(['info', '--json', pipe]);
    await fs.promises.writeFile(pipe, fs.readFileSync(cpu));
    assert.equal((await run.result).code, 0);
  });

  it('lists source lines as text and as one object', async () => {
    const folder = inTemp('sources');
    fs.mkdirSync(folder);
    const source = ['package app', '', 'func work() {', '\tspin()', '}', '', 'func idle() {}'];
    fs.writeFileSync(path.join(folder, 'app.go'), source.join('\n'));
    const drawn = profileFromText(`main               main
                                   work[f:app.go,s:3,l:4]  lost[f:gone.go,s:1,l:2]`);
    const file = inTemp('list.pb.gz');
    fs.writeFileSync(file, profileBytes(drawn));
    const printed = await runCli(['list', 'work', file, '--source_path', folder, '--json']);
    assert.equal(printed.code, 0, printed.stderr);
    const lines = source.map((text, i) => ({ line: i + 1, flat: i === 3 ? 1 : 0, cum: i === 3 ? 1 : 0, text }));
    assert.deepEqual(json(printed.stdout), {
      file,
      sampleType: { type: 'samples', unit: 'count' },
      total: 2,
      routines: [{ name: 'work', file: 'app.go', flat: 1, cum: 1, lines: lines.slice(2) }],
    });
    const lost = json((await runCli(['list', 'lost', file, '--source_path', folder, '--json'])).stdout);
    const [routine] = lost['routines'] as { lines: unknown[]; flat: number; error: string }[];
    assert.deepEqual([routine.lines, routine.flat], [[], 1]);
    assert.match(routine.error, /gone\.go/);
    const text = await runCli(['list', 'work', file, '--source_path', folder]);
    assert.match(text.stdout, /ROUTINE =+ work in app\.go\n +1 +1 \(flat, cum\) 50\.00% of Total\n/);
    assert.match(text.stdout, / {9}1 {10}1 {6}4:\tspin\(\)\n/);
  });

  for (const command of ['traces', 'raw', 'top', 'list', 'goroutines']) {
    it(`ends quietly when nobody reads all of ${command}`, async () => {
      const file = command === 'goroutines' ? dump : cpu;
      const run = await startCli([command, ...(command === 'list' ? ['.'] : []), file, '--json']);
      await once(run.stdout, 'data');
      run.stdout.destroy();
      const { code, stderr } = await run.result;
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stderr, /EPIPE|fault|^ +at /m);
    });
  }

  it('writes every format, to a file and to standard output', async () => {
    for (const format of ['pprof', 'folded', 'speedscope', 'svg', 'html']) {
      const out = inTemp(`out.${format}`);
      assert.deepEqual(await runCli(['export', cpu, '--format', format, '-o', out]), {
        code: 0,
        stdout: '',
        stderr: '',
      });
      const printed = await runCli(['export', cpu, '--format', format, '-o', '-']);
      if (format !== 'pprof') assert.equal(printed.stdout, fs.readFileSync(out, 'utf8'), format);
      else assert.ok(gunzipSync(fs.readFileSync(out)).length > 1000);
    }
    const again = await runCli(['top', '--json', inTemp('out.pprof')]);
    const before = await runCli(['top', '--json', cpu]);
    assert.deepEqual({ ...json(again.stdout), file: '' }, { ...json(before.stdout), file: '' });
  });

  it('replaces a file only by a whole one, and leaves nothing beside it', async () => {
    const out = inTemp('kept.folded');
    fs.writeFileSync(out, 'earlier');
    const bad = await runCli(['export', cpu, '--focus', '[', '-o', out]);
    assert.equal(bad.code, 2);
    assert.equal(fs.readFileSync(out, 'utf8'), 'earlier');
    assert.equal((await runCli(['export', cpu, '-o', out])).code, 0);
    assert.match(fs.readFileSync(out, 'utf8'), /^\S+;/);
    const link = inTemp('link.folded');
    fs.symlinkSync(out, link);
    assert.equal((await runCli(['export', cpu, '-o', link])).code, 0);
    assert.ok(fs.lstatSync(link).isSymbolicLink());
    assert.deepEqual(
      fs.readdirSync(temp.path).filter((name) => name.startsWith('.')),
      [],
    );
  });

  it('says why a file cannot be read', async () => {
    const cases: [file: string, says: RegExp][] = [
      ['', /The name of a file is empty/],
      [inTemp('none.pb'), /There is no file/],
      [temp.path, /is a folder/],
    ];
    if (process.platform !== 'win32') {
      const loop = inTemp('loop.pb');
      fs.symlinkSync(loop, loop);
      cases.push([loop, /leads back to itself/], [inTemp('x'.repeat(300)), /too long/]);
    }
    for (const [file, says] of cases) {
      const { code, stdout, stderr } = await runCli(['top', file]);
      assert.deepEqual([code, stdout], [3, ''], file);
      assert.match(stderr, says);
    }
  });

  it('says why a result cannot be written', async () => {
    const cases: [out: string, says: RegExp][] = [
      [temp.path, /is a folder/],
      [inTemp('no/such/out.svg'), /There is no folder/],
      [path.join(cpu, 'out.svg'), /is not a folder/],
    ];
    if (process.platform === 'linux') cases.push(['/dev/full', /There is no room left/]);
    for (const [out, says] of cases) {
      const { code, stdout, stderr } = await runCli(['export', cpu, '--format', 'svg', '-o', out]);
      assert.deepEqual([code, stdout], [3, ''], out);
      assert.match(stderr, says);
    }
    if (process.platform === 'linux') assert.ok(fs.statSync('/dev/full').isCharacterDevice(), 'still a device');
  });
});

describe('heatline with a word it does not know', function () {
  this.timeout(30_000);
  const cases: readonly (readonly [words: readonly string[], says: RegExp])[] = [
    [['tpo', cpu], /Did you mean top\?/],
    [['svg', cpu], /export FILE --format svg/],
    [['-http=:8080', cpu], /--format html/],
    [[cpu], /Did you mean heatline top /],
    [['top', cpu, '--granularity', 'linse'], /Did you mean lines\?/],
    [['export', cpu, '--format', 'pprfo', '-o', 'x'], /Did you mean pprof\?/],
    [['top', cpu, '-sample_indx=0'], /Did you mean --sample_index\?/],
    [['top', cpu, '--sample_index=wall'], /Use one of samples, cpu/],
    [['list', 'no-such-function', cpu], /No function matches/],
  ];
  for (const [words, says] of cases) {
    it(`says what was meant: ${words.map((word) => path.basename(word)).join(' ')}`, async () => {
      const { code, stdout, stderr } = await runCli(words);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, says);
      assert.match(stderr, /\nUsage: heatline /);
    });
  }
});

function json(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}
