// `--changed-since` on a real repository: a branch that has left main, main that has gone on, and files git does not know.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { FindingsReport } from '../../../src/core/report/findings/findingsReport';
import { encodeProfile } from '../../../src/core/profile/encode';
import { makeTempDir } from '../../harness/tempDir';
import { profileFromText } from '../profileText';
import { runCli } from './runCli';

describe('--changed-since', () => {
  const temp = makeTempDir('changed-since');
  after(() => temp.remove());
  const repo = path.join(temp.path, 'repo');

  const git = (...words: readonly string[]): void => {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...words], { cwd: repo, stdio: 'pipe' });
  };
  const write = (name: string, text: string): void => fs.writeFileSync(path.join(repo, name), text);
  const leaking = (name: string): string => `package main\n\nfunc ${name}(c chan int) {\n\tc <- 1\n}\n`;

  before(() => {
    fs.mkdirSync(repo);
    git('init', '--quiet', '--initial-branch=main');
    for (const name of ['mine', 'theirs', 'old']) write(`${name}.go`, leaking(name));
    write('go.mod', 'module example.com/app\n');
    git('add', '.');
    git('commit', '--quiet', '-m', 'all');
    git('checkout', '--quiet', '-b', 'work');
    write('mine.go', `${leaking('mine')}\n// Changed.\n`);
    git('commit', '--quiet', '-am', 'mine');
    git('checkout', '--quiet', 'main');
    write('theirs.go', `${leaking('theirs')}\n// Changed on main.\n`);
    git('commit', '--quiet', '-am', 'theirs');
    git('checkout', '--quiet', 'work');
    write('added.go', leaking('added'));
    const stacks = ['mine', 'theirs', 'old', 'added'].map(
      (name, i) =>
        `goroutine ${i + 5} [chan send (leaked)]:\nmain.${name}(0x1)\n\t${path.join(repo, name)}.go:4 +0x1d\n`,
    );
    fs.writeFileSync(path.join(temp.path, 'dump.txt'), stacks.join('\n'));
  });

  const diagnose = (...args: readonly string[]) =>
    runCli(['diagnose', path.join(temp.path, 'dump.txt'), '--json', ...args], { cwd: repo });

  it('leaves findings in files of the branch, committed or not', async () => {
    const { code, stdout, stderr } = await diagnose('--changed-since=main', '--fail-on=likely');
    assert.equal(code, 1, stderr);
    const { findings } = JSON.parse(stdout) as FindingsReport;
    assert.deepEqual(findings.map(({ location }) => location?.file).sort(), ['added.go', 'mine.go']);
    assert.match(stderr, /2 findings are in files that have not changed since main, and left out/);
  });

  it('fails for nothing that others have done', async () => {
    git('stash', '--quiet', '--include-untracked');
    try {
      const { code, stdout } = await diagnose('--changed-since=HEAD', '--fail-on=suspect');
      assert.equal(code, 0, stdout);
      assert.deepEqual((JSON.parse(stdout) as FindingsReport).findings, []);
    } finally {
      git('stash', 'pop', '--quiet');
    }
  });

  it('says what a revision lacks, and takes none for an option', async () => {
    const unknown = await diagnose('--changed-since=nowhere');
    assert.equal(unknown.code, 3);
    assert.match(unknown.stderr, /There is no commit "nowhere" here\. Fetch it first/);
    assert.equal((await diagnose('--changed-since=--output=stolen')).code, 3);
    assert.ok(!fs.existsSync(path.join(repo, 'stolen')));
    const outside = await runCli(['diagnose', 'dump.txt', '--changed-since=main'], { cwd: temp.path });
    assert.equal(outside.code, 3);
    assert.match(outside.stderr, /in no git repository/);
  });

  it('leaves functions in such files of a comparison', async () => {
    const profile = (mine: number, old: number): string => {
      const file = path.join(temp.path, `${mine}-${old}.pb`);
      const text = 'main.mine[f:mine.go,s:3,l:4]  main.old[f:old.go,s:3,l:4]';
      const types = [{ type: 'cpu', unit: 'nanoseconds' }];
      fs.writeFileSync(file, encodeProfile(profileFromText(text, { types, values: [[mine], [old]] })));
      return file;
    };
    const base = [profile(1e9, 9e9), profile(1.1e9, 8.9e9)];
    const now = [profile(4e9, 6e9), profile(4.1e9, 5.9e9)];
    const diff = async (revision: string) => {
      const sides = [`--base=${base.join(',')}`, ...now];
      const { stdout, code } = await runCli(
        ['diff', ...sides, '--max-increase=2', '--json', `--changed-since=${revision}`],
        { cwd: repo },
      );
      return { code, rows: (JSON.parse(stdout) as { rows: { name: string }[] }).rows.map(({ name }) => name) };
    };
    assert.deepEqual(await diff('main'), { code: 1, rows: ['main.mine'] });
    assert.deepEqual(await diff('HEAD'), { code: 0, rows: [] });
  });
});
