// Every fix for every line of real Go compiles. In: the packages of the readers' tests, the sick service, the faults. Each
// line is taken for a finding of each rule: what is offered has to be Go as gofmt writes it, and go vet has nothing to say.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { atOnce } from '../../../../../src/base/pieces';
import { GoPackage } from '../../../../../src/core/diagnose/code/goPackage';
import { finished } from '../../../../../src/core/diagnose/fixes/finish';
import type { Fixer, FixSite, ModuleFacts } from '../../../../../src/core/diagnose/fixes/fix';
import { fixers, fixesFor } from '../../../../../src/core/diagnose/fixes/fixesFor';
import type { Line1 } from '../../../../../src/core/profile/profile';
import { inRepo, serviceDir } from '../../../../harness/paths';
import { goParser } from '../../golang/parser';
import { FixedModule, folderPackage } from './fixedModule';

const shapes = inRepo('test', 'unit', 'core', 'diagnose', 'code', 'testdata');
const own = inRepo('test', 'unit', 'core', 'diagnose', 'fixes', 'testdata');
const below = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name));
const service = ['cache', 'catalog', 'httpapi', 'store', 'upstream', 'worker'];
const folders = [
  ...below(shapes),
  ...(fs.existsSync(own) ? below(own) : []),
  inRepo('test', 'accuracy', 'faults'),
  ...service.map((name) => path.join(serviceDir, 'internal', name)),
];

/** Each line on which something is called, sent, received, chosen or left. */
function* sitesOf(pkg: GoPackage, module: ModuleFacts): Generator<{ fixer: Fixer; site: FixSite }> {
  const kinds = ['call_expression', 'send_statement', 'unary_expression', 'select_statement', 'return_statement'];
  for (const { path: file, code } of pkg.files) {
    const lines = new Set(code.root.find(...kinds, 'composite_literal', 'keyed_element').map(({ line }) => line));
    for (const line of lines) {
      const at = { path: file, line };
      const fn = pkg.functionAt(at);
      for (const fixer of fixers) yield { fixer, site: { pkg, module, at, fn, scope: fn?.node ?? code.root } };
    }
  }
}

describe('fixes of every line', () => {
  let module: FixedModule;
  const offering = new Set<Fixer>();

  before(async function () {
    this.timeout(120_000);
    module = await FixedModule.make();
    const parser = await goParser();
    for (const folder of folders) {
      const pkg = await folderPackage(folder);
      const known = new Set<string>();
      module.addUnfixed(pkg, path.basename(folder));
      for (const { fixer, site } of sitesOf(pkg, module.facts)) {
        for (const { edits, ...proposal } of fixer.propose(site)) {
          const key = JSON.stringify([...edits.files.values()]);
          if (known.has(key)) continue;
          known.add(key);
          const ready = atOnce(finished(edits, parser));
          if (ready === undefined) continue;
          offering.add(fixer);
          module.add(pkg, path.basename(folder), { ...proposal, edits: ready });
        }
      }
    }
  });

  after(() => module.remove());

  it('are there for every fixer', () => {
    const silent = fixers.filter((fixer) => !offering.has(fixer));
    assert.equal(silent.length, 0, silent.map(({ rules }) => rules.join()).join('; '));
    assert.ok(module.size > 100, `${module.size} fixes`);
  });

  it('are as gofmt writes them', async () => {
    assert.equal(await module.gofmt(), '');
  });

  it('add nothing to what go vet says', async function () {
    this.timeout(120_000);
    assert.deepEqual(await module.newComplaints(), []);
  });

  it('run: with the real errgroup every goroutine is waited for, those too that forgot Done', async function () {
    this.timeout(120_000);
    const source = `package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	sums := make([]int, 3)
	for i := range sums {
		wg.Add(1)
		go func() {
			sums[i] = i + 1
			if i == 1 {
				return
			}
			wg.Done()
		}()
	}
	wg.Wait()
	fmt.Println(sums)
}
`;
    const parser = await goParser();
    const pkg = new GoPackage([{ path: 'main.go', code: parser.parseCode(source) }]);
    const line = (source.split('\n').findIndex((text) => text.includes('return')) + 1) as Line1;
    const lines = [{ path: 'main.go', line }];
    const offered = fixesFor(
      pkg,
      { rule: 'waitgroup-never-zero', lines, module: { ...module.facts, go: '1.24' } },
      parser,
    );
    const fix = offered.find(({ title }) => title.startsWith('Use errgroup.Group'));
    assert.ok(fix, offered.map(({ title }) => title).join());
    const { code, output } = await module.go('run', `./${module.add(pkg, 'group', fix)}`);
    assert.equal(code, 0, output);
    assert.equal(output.trim(), '[1 2 3]');
  });
});
