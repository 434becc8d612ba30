import assert from 'node:assert/strict';
import { parseGoMod } from '../../../../src/core/golang/goMod';
import { parseGoWork } from '../../../../src/core/golang/goWork';

describe('parseGoMod', () => {
  it('reads every form of the grammar', () => {
    const mod = parseGoMod(`// Deprecated: a comment
module "example.com/orders" // with a comment

go 1.22.1
toolchain go1.27.3
godebug default=go1.21

require github.com/acme/dep v1.2.3 // indirect
require (
	gopkg.in/yaml.v3 v3.0.1
	\`github.com/BigCorp/Lib\` v0.0.0-20200101000000-abcdefabcdef
	// golang.org/x/net v0.1.0
)
exclude example.com/bad v1.0.0
retract [v1.0.0, v1.9.9] // never
retract (
	v1.1.0
)
tool example.com/cmd/x
ignore ./node_modules

replace github.com/acme/dep => ../dep
replace (
	gopkg.in/yaml.v3 v3.0.1 => github.com/fork/yaml v3.0.2
	"example.com/a b" => "./with space" // why not
	example.com/root => /abs/root
	example.com/win => C:\\src\\win
	example.com/broken =>
	example.com/unversioned => example.com/other
)
`);
    assert.deepEqual(mod, {
      module: 'example.com/orders',
      go: '1.22.1',
      toolchain: 'go1.27.3',
      requires: [
        { path: 'github.com/acme/dep', version: 'v1.2.3' },
        { path: 'gopkg.in/yaml.v3', version: 'v3.0.1' },
        { path: 'github.com/BigCorp/Lib', version: 'v0.0.0-20200101000000-abcdefabcdef' },
      ],
      replaces: [
        { path: 'github.com/acme/dep', version: undefined, target: { kind: 'folder', folder: '../dep' } },
        {
          path: 'gopkg.in/yaml.v3',
          version: 'v3.0.1',
          target: { kind: 'module', path: 'github.com/fork/yaml', version: 'v3.0.2' },
        },
        { path: 'example.com/a b', version: undefined, target: { kind: 'folder', folder: './with space' } },
        { path: 'example.com/root', version: undefined, target: { kind: 'folder', folder: '/abs/root' } },
        { path: 'example.com/win', version: undefined, target: { kind: 'folder', folder: 'C:/src/win' } },
      ],
    });
  });

  it('reads CRLF, and blocks without blanks', () => {
    const mod = parseGoMod('module example.com/a\r\nrequire(\r\n\texample.com/b v1.0.0\r\n)\r\n');
    assert.equal(mod.module, 'example.com/a');
    assert.deepEqual(mod.requires, [{ path: 'example.com/b', version: 'v1.0.0' }]);
  });

  for (const text of [
    '',
    'module',
    'require (',
    ')',
    '"',
    '`',
    'replace => x',
    'replace a =>',
    'replace =>',
    '\0',
    '(((',
  ]) {
    it(`survives ${JSON.stringify(text)}`, () => {
      const { module, requires, replaces } = parseGoMod(text);
      assert.deepEqual({ module, requires, replaces }, { module: '', requires: [], replaces: [] });
    });
  }
});

describe('parseGoWork', () => {
  it('reads folders and replacements', () => {
    const work = parseGoWork(`go 1.22

use ./tools
use (
	.
	"./with space"
	../outside // a comment
)
replace example.com/dep v1.0.0 => ./dep
`);
    assert.deepEqual(work.use, ['./tools', '.', './with space', '../outside']);
    assert.deepEqual(work.replaces, [
      { path: 'example.com/dep', version: 'v1.0.0', target: { kind: 'folder', folder: './dep' } },
    ]);
  });
});
