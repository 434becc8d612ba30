// Leak tests, run by the Go that is installed. In: a package with a leak of each kind, and the same with the first fix of each
// finding. Out: the tests fail in the one and pass in the other. The two packages are one module and one `go test`.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { GoPackage } from '../../../../../src/core/diagnose/code/goPackage';
import type { ModuleFacts } from '../../../../../src/core/diagnose/fixes/fix';
import { fixesFor } from '../../../../../src/core/diagnose/fixes/fixesFor';
import { type LeakTest, leakTest } from '../../../../../src/core/diagnose/leakTest/leakTest';
import type { Line1 } from '../../../../../src/core/profile/profile';
import { requireGo } from '../../../../harness/goService';
import { inRepo } from '../../../../harness/paths';
import { runTool } from '../../../../harness/runTool';
import { makeTempDir, type TempDir } from '../../../../harness/tempDir';
import { goParser } from '../../golang/parser';
import { textAfter } from '../fixes/fixedModule';

const data = inRepo('test', 'unit', 'core', 'diagnose', 'leakTest', 'testdata');
const file = 'leaks.go';
const env = { GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod', GOWORK: 'off' };

interface Leak {
  readonly rule: string;
  readonly line: Line1;
}

async function packageOf(text: string): Promise<GoPackage> {
  return new GoPackage([{ path: file, code: (await goParser()).parseCode(text) }]);
}

function leaksIn(text: string): readonly Leak[] {
  return text.split('\n').flatMap((line, i) => {
    const found = /\/\/ leak ([\w-]+)$/.exec(line);
    return found === null ? [] : [{ rule: found[1], line: (i + 1) as Line1 }];
  });
}

/** One fix after the other, each made from what the one before has left. */
async function fixed(text: string, module: ModuleFacts): Promise<string> {
  const parser = await goParser();
  const titles = new Set<string>();
  for (let at = 0, now = text; ; at++) {
    const leaks = leaksIn(now);
    if (at >= leaks.length) return now;
    const { rule, line } = leaks[at];
    const pkg = await packageOf(now);
    const [fix] = fixesFor(pkg, { rule, lines: [{ path: file, line }], module }, parser);
    if ((fix as typeof fix | undefined) === undefined) throw new Error(`no fix for ${rule} in line ${line}`);
    titles.add(fix.title);
    const after = textAfter(pkg, file, fix);
    // A statement that is removed takes its mark along.
    at -= leaks.length - leaksIn(after).length;
    now = after;
  }
}

describe('leak tests', function () {
  this.timeout(120_000);
  const text = fs.readFileSync(path.join(data, 'leaks', file), 'utf8');
  const module: ModuleFacts = { go: '1.27', requires: [] };
  let temp: TempDir;
  let tests: readonly LeakTest[];

  before(async () => {
    temp = makeTempDir('leaktest');
    const pkg = await packageOf(text);
    tests = leaksIn(text).flatMap(({ rule, line }) => {
      if (rule === 'response-body-not-closed') return [];
      const test = leakTest(pkg, { title: `What ${rule} says`, rule, at: { path: file, line } }, module);
      assert.ok(test, `no test for ${rule} in line ${line}`);
      return [test];
    });
    const write = (name: string, content: string): void => {
      fs.mkdirSync(path.dirname(path.join(temp.path, name)), { recursive: true });
      fs.writeFileSync(path.join(temp.path, name), content);
    };
    const { stdout } = await runTool(requireGo(), ['env', 'GOVERSION'], { env });
    write('go.mod', `module example.com/leaks\n\ngo ${/1\.\d+/.exec(stdout)?.[0] ?? '1.22'}\n`);
    write(`sick/${file}`, text);
    write(`mended/${file}`, await fixed(text, { ...module, go: '1.22' }));
    for (const folder of ['sick', 'mended']) {
      // All at once: a test that fails waits some seconds before it does.
      for (const test of tests) {
        write(`${folder}/${test.fileName}`, test.text.replace('(t *testing.T) {\n', '$&\tt.Parallel()\n'));
      }
      write(`${folder}/bodies_test.go`, fs.readFileSync(path.join(data, 'bodies_test.go.txt'), 'utf8'));
    }
  });

  after(() => temp.remove());

  it('are whole but for what needs values', () => {
    assert.deepEqual(
      tests.filter(({ isComplete }) => !isComplete).map(({ fileName }) => fileName),
      ['withvalues_leak_test.go'],
    );
    assert.equal(new Set(tests.map(({ fileName }) => fileName)).size, tests.length);
  });

  it('are as gofmt writes them', async () => {
    const { output } = await runTool(path.join(path.dirname(requireGo()), 'gofmt'), ['-d', '.'], { cwd: temp.path });
    assert.equal(output, '');
  });

  it('fail while the leak is there, and pass when it is gone', async () => {
    const run = await runTool(requireGo(), ['test', '-count=1', '-json', './...'], { cwd: temp.path, env });
    const results = run.stdout.split('\n').flatMap((line) => {
      if (!line.startsWith('{')) return [];
      const { Action, Package, Test } = JSON.parse(line) as Record<string, string | undefined>;
      const isEnd = Test !== undefined && ['pass', 'fail', 'skip'].includes(Action ?? '');
      return isEnd ? [`${(Package ?? '').replace('example.com/leaks/', '')} ${Test} ${Action}`] : [];
    });
    const names = tests.map(({ text: test }) => /func (Test\w+)/.exec(test)?.[1] ?? '');
    const expected = [...names, 'TestBodiesLeaveNoConnections'].flatMap((name) =>
      name.startsWith('TestWithValues')
        ? [`sick ${name} skip`, `mended ${name} skip`]
        : [`sick ${name} fail`, `mended ${name} pass`],
    );
    assert.deepEqual([...results].sort(), [...expected].sort(), run.output);
  });
});
