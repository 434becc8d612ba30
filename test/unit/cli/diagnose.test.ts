// `heatline diagnose` as a process, on stored profiles. The live ones are in test/accuracy.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { FindingsReport } from '../../../src/core/report/findings/findingsReport';
import { fixturesDir, inRepo } from '../../harness/paths';
import { makeTempDir } from '../../harness/tempDir';
import { runCli } from './runCli';

const dump = path.join(fixturesDir, 'go1.27.4', 'goroutineleak.debug2.txt');
const cpu = path.join(fixturesDir, 'go1.26.8', 'cpu.pb.gz');

describe('heatline diagnose', () => {
  const temp = makeTempDir('diagnose');
  after(() => temp.remove());
  const folder = (name: string): string => fs.mkdtempSync(path.join(temp.path, `${name}-`));

  it('names the cause in the source, where it lies from here', async () => {
    const { code, stdout, stderr } = await runCli(
      ['diagnose', dump, '--json', `--source_path=${inRepo('test', 'service')}`],
      { cwd: inRepo('test') },
    );
    assert.equal(code, 0, stderr);
    const { findings, captured } = JSON.parse(stdout) as FindingsReport;
    assert.deepEqual(captured, ['goroutine']);
    const defer = findings.find(({ rule }) => rule === 'blocking-call-in-defer');
    assert.equal(defer?.grade, 'proven');
    assert.match(defer.location?.file ?? '', /^service\/internal\/worker\/defer\.go$/);
  });

  it('says the same without source, less surely', async () => {
    const { stdout } = await runCli(['diagnose', dump, '--json'], { cwd: folder('empty') });
    const { findings } = JSON.parse(stdout) as FindingsReport;
    assert.ok(findings.some(({ rule, grade }) => rule === 'channel-send-without-receiver' && grade === 'proven'));
    assert.ok(!findings.some(({ evidence }) => evidence.some(({ profile }) => profile === 'source')));
  });

  it('writes a test for each leak, and never over a file', async () => {
    const out = folder('tests');
    const run = () =>
      runCli(['diagnose', dump, `--leak-tests=${out}`, `--source_path=${inRepo('test', 'service')}`], {
        cwd: inRepo('test', 'service'),
      });
    const { code, stderr } = await run();
    assert.equal(code, 0, stderr);
    const file = path.join(out, 'internal', 'worker', 'withinleaking_leak_test.go');
    const text = fs.readFileSync(file, 'utf8');
    assert.match(text, /^package worker\n/);
    assert.match(text, /t\.Skip\("call withinLeaking with values that make it leak/);
    fs.writeFileSync(file, 'mine');
    assert.match((await run()).stderr, /is there already/);
    assert.equal(fs.readFileSync(file, 'utf8'), 'mine');
  });

  it('is the same each time', async () => {
    const run = () => runCli(['diagnose', dump, cpu, '--json'], { cwd: inRepo() });
    assert.equal((await run()).stdout, (await run()).stdout);
  });

  it('fails only when asked to, from the grade given', async () => {
    const code = async (...options: readonly string[]) =>
      (await runCli(['diagnose', dump, ...options], { cwd: inRepo() })).code;
    assert.deepEqual([await code(), await code('--fail-on=likely'), await code('--fail-on=proven')], [0, 1, 1]);
    const healthy = path.join(folder('healthy'), 'dump.txt');
    fs.writeFileSync(healthy, 'goroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1\n');
    assert.equal((await runCli(['diagnose', healthy, '--fail-on=suspect'])).code, 0);
  });

  it('allows so many of a grade', async () => {
    const { findings } = JSON.parse(
      (await runCli(['diagnose', dump, '--json'], { cwd: inRepo() })).stdout,
    ) as FindingsReport;
    const proven = findings.filter(({ grade }) => grade === 'proven').length;
    assert.ok(proven > 0);
    const code = async (...options: readonly string[]) =>
      (await runCli(['diagnose', dump, ...options], { cwd: inRepo() })).code;
    assert.deepEqual([await code(`--max-proven=${proven}`), await code(`--max-proven=${proven - 1}`)], [0, 1]);
  });

  it('waits for a service, and says that none came', async () => {
    const refused: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['127.0.0.1:1', '--wait=1'], 3, /did not serve profiles within 1 s: Nothing listens on 127\.0\.0\.1:1\./],
      [['127.0.0.1:1', '--wait=soon'], 2, /--wait needs a duration such as 30s/],
      [[dump, '--max-suspect=-1'], 2, /--max-suspect must be at least 0/],
    ];
    for (const [args, expected, text] of refused) {
      const { code, stderr } = await runCli(['diagnose', ...args], { cwd: temp.path });
      assert.equal(code, expected, stderr);
      assert.match(stderr, text);
    }
  });

  it('fails for nothing that a baseline knows, and says so', async function () {
    this.timeout(30_000); // Six runs.
    const out = folder('baseline');
    const baseline = path.join(out, 'known.json');
    fs.writeFileSync(baseline, (await runCli(['diagnose', dump, '--json'], { cwd: inRepo() })).stdout);
    const sarif = path.join(out, 'sarif');
    const run = (...options: readonly string[]) =>
      runCli(['diagnose', dump, '--fail-on=suspect', `--baseline=${baseline}`, ...options], { cwd: inRepo() });
    const known = await run('--json', `--sarif=${sarif}`);
    assert.equal(known.code, 0, known.stderr);
    const { findings } = JSON.parse(known.stdout) as { findings: { known: boolean }[] };
    assert.ok(findings.length > 0 && findings.every((one) => one.known));
    assert.match(fs.readFileSync(sarif, 'utf8'), /"baselineState": "unchanged"/);
    assert.match((await run('--github')).stdout, /^::notice /);

    const one = JSON.parse(fs.readFileSync(baseline, 'utf8')) as { findings: unknown[] };
    fs.writeFileSync(baseline, JSON.stringify({ findings: one.findings.slice(1) }));
    assert.equal((await run()).code, 1);
    fs.writeFileSync(baseline, '[]');
    const broken = await run();
    assert.equal(broken.code, 3);
    assert.match(broken.stderr, /is not the result of a diagnosis/);
  });

  it('names files from the root of the repository for a forge, from here for a person', async () => {
    const inside = inRepo('test', 'service');
    const { stdout } = await runCli(['diagnose', dump, '--github'], { cwd: inside });
    assert.match(stdout, /^::error file=test\/service\/internal\/worker\//m);
    assert.match((await runCli(['diagnose', dump], { cwd: inside })).stdout, /proven · internal\/worker\//);
  });

  it('writes what machines read, beside the text', async () => {
    const out = folder('forms');
    const files = ['sarif', 'markdown', 'junit'].map((form) => `--${form}=${path.join(out, form)}`);
    const { code, stdout } = await runCli(['diagnose', dump, ...files], { cwd: inRepo() });
    assert.equal(code, 0);
    assert.match(stdout, /^1\. /m);
    const sarif = JSON.parse(fs.readFileSync(path.join(out, 'sarif'), 'utf8')) as {
      runs: { results: { locations: unknown[] }[] }[];
    };
    assert.ok(
      sarif.runs[0].results.length > 0 && sarif.runs[0].results.every(({ locations }) => locations.length === 1),
    );
    assert.match(fs.readFileSync(path.join(out, 'markdown'), 'utf8'), /^## Heatline: /);
    assert.match(fs.readFileSync(path.join(out, 'junit'), 'utf8'), /<testsuite /);
    const github = await runCli(['diagnose', dump, '--github'], { cwd: inRepo() });
    assert.match(github.stdout, /^::error file=test\/service\/internal\/worker\//m);
  });

  it('reads a folder made by hand, and tells what it left out', async () => {
    const own = folder('own');
    fs.copyFileSync(dump, path.join(own, 'goroutines.txt'));
    fs.writeFileSync(path.join(own, 'notes.txt'), 'nothing to see');
    const { code, stdout, stderr } = await runCli(['diagnose', own, '--json']);
    assert.equal(code, 0);
    assert.ok((JSON.parse(stdout) as FindingsReport).findings.length > 0);
    assert.match(stderr, /Left out: .*notes\.txt/);
  });

  it('reads the newest diagnosis of a folder of them', async () => {
    const all = folder('all');
    for (const [name, startedAt] of [
      ['b', '2026-01-31T14:05:00Z'],
      ['a', '2026-02-01T09:00:00Z'],
    ]) {
      fs.mkdirSync(path.join(all, name));
      fs.writeFileSync(path.join(all, name, 'bundle.json'), JSON.stringify({ target: `http://${name}/`, startedAt }));
      fs.copyFileSync(dump, path.join(all, name, 'goroutines.txt'));
    }
    const { stdout, stderr } = await runCli(['diagnose', all, '--json']);
    assert.equal((JSON.parse(stdout) as FindingsReport).target, 'http://a/');
    assert.match(stderr, /the newest diagnosis in/);
  });

  it('refuses with a sentence, and the exit code that says why', async () => {
    const refused: readonly (readonly [readonly string[], number, RegExp])[] = [
      [[], 2, /Diagnose what\?/],
      [[dump, '--fail-on=bad'], 2, /--fail-on needs proven, likely, suspect/],
      [[dump, '--json', '--github'], 2, /exclude each other/],
      [['127.0.0.1:1', '--seconds=0.5'], 2, /--seconds needs a whole number/],
      [['127.0.0.1:1'], 3, /./],
      [['nofile.pb.gz'], 3, /There is no file nofile\.pb\.gz/],
      [[inRepo('media')], 3, /There is no profile in/],
    ];
    for (const [args, expected, text] of refused) {
      const { code, stdout, stderr } = await runCli(['diagnose', ...args], { cwd: temp.path });
      assert.equal(code, expected, `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, text);
      assert.equal(stdout, '');
    }
  });
});
