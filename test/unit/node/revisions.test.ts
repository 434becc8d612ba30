// A real program, built by Go from a real commit: what it says of itself, and the text that git has of it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { readBuildInfo } from '../../../src/node/buildInfo';
import { textAtRevision } from '../../../src/node/gitFiles';
import { isGoBinary } from '../../../src/node/goBinary';
import { requireGo } from '../../harness/goService';
import { runTool } from '../../harness/runTool';
import { makeTempDir } from '../../harness/tempDir';

describe('the revision of a program', function () {
  this.timeout(120_000); // Go may have to build its whole library first.
  const temp = makeTempDir('revision');
  after(() => temp.remove());
  const main = path.join(temp.path, 'main.go');
  const source = 'package main\n\nfunc main() { println("é") }\n';
  let revision = '';

  async function run(command: string, ...args: readonly string[]): Promise<string> {
    const env = { GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off' };
    const { code, stdout, output } = await runTool(command, args, { cwd: temp.path, env });
    assert.equal(code, 0, output);
    return stdout.trim();
  }
  const build = async (name: string, ...flags: readonly string[]): Promise<string> => {
    await run(requireGo(), 'build', '-buildvcs=true', ...flags, '-o', path.join('bin', name), '.');
    return path.join(temp.path, 'bin', name);
  };

  before(async () => {
    fs.writeFileSync(main, source);
    fs.writeFileSync(path.join(temp.path, 'go.mod'), 'module example.com/revision\n\ngo 1.22\n');
    fs.writeFileSync(path.join(temp.path, '.gitignore'), 'bin\n');
    await run('git', 'init', '-q');
    await run('git', 'add', '.');
    await run('git', '-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '-qm', 'first');
    revision = await run('git', 'rev-parse', 'HEAD');
  });

  it('is in the program, with whether files differed from it', async () => {
    const clean = await readBuildInfo(await build('clean', '-ldflags=-B 0x0123456789abcdef'));
    assert.deepEqual(clean, { revision, modified: false, buildId: '0123456789abcdef' });
    fs.appendFileSync(main, '// more\n');
    const dirty = await readBuildInfo(await build('dirty', '-ldflags=-s -w'));
    assert.deepEqual([dirty?.revision, dirty?.modified], [revision, true]);
    const plain = await build('plain', '-buildvcs=false');
    assert.equal((await readBuildInfo(plain))?.revision, '');
    assert.equal(await isGoBinary(plain), true);
  });

  it('has the text of a file, whatever it is now', async () => {
    assert.equal(await textAtRevision(main, revision), source);
    assert.equal(await textAtRevision(path.join(temp.path, 'other.go'), revision), undefined);
    assert.equal(await textAtRevision(main, 'f'.repeat(40)), undefined);
    assert.equal(await textAtRevision(main, '--help'), undefined);
  });

  it('is unknown for what is no program', async () => {
    assert.equal(await readBuildInfo(main), undefined);
    assert.equal(await readBuildInfo(path.join(temp.path, 'nothing')), undefined);
    assert.equal((await readBuildInfo(process.execPath))?.revision, undefined);
  });
});
