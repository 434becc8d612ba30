// Are mangled names as readable as those of `go tool pprof`? In: C++ names of the program that runs this test, and a few
// of each other kind. Invariant: names are the machine's own, thousands of them; nothing here says what they should be.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { profileBytes } from '../../src/cli/writeResult';
import { openProfile } from '../../src/core/open';
import { inflateNative } from '../../src/node/inflate';
import { requireGo } from '../harness/goService';
import { makeTempDir } from '../harness/tempDir';
import { runCli } from '../unit/cli/runCli';
import { profileFromText } from '../unit/profileText';
import type { Case } from './cases';
import { askHeatline } from './heatlineAnswer';
import { askPprof } from './pprofSession';

const rust = [
  '_ZN4core3fmt9Formatter3pad17h0123456789abcdefE',
  '_ZN4core3ops8function6FnOnce9call_once$u7b$$u7b$vtable.shim$u7d$$u7d$17h0123456789abcdefE',
  '_ZN68_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..drop..Drop$GT$4drop17h0123456789abcdefE.llvm.77',
  '_RNvNtCs1234_7mycrate3foo3bar',
  '_RINvNtC7mycrate3foo3barhRShQNtB2_3BazKj2a_E',
  '_RNvXCs5_7mycrateNtB2_3FooNtB2_5Trait6method',
  '_RNvMsr_NtCs3_4core3ptrINtB5_7NonNullhE3new',
  '_RNvYFUKCThmEuNtC7mycrate5Trait4call',
  '_RNCNvC7mycrate4mains_0',
  '_RNvC7mycrateu8gdel_5qa',
  '_RNvYDNtC7mycrate4Showp4ItemhEL_NtC7mycrate5Trait4call',
];

/** Of a program's bytes, from the symbol table: every so many of the names, up to as many as a test can take. */
function namesOf(program: string, every: number, most: number): readonly string[] {
  const piece = 1 << 22;
  const file = fs.openSync(program, 'r');
  const found = new Set<string>();
  try {
    const bytes = Buffer.alloc(piece);
    let seen = 0;
    for (let at = 0; found.size < most; at += piece) {
      const size = fs.readSync(file, bytes, 0, piece, at);
      if (size === 0) break;
      for (const [, name] of bytes.toString('latin1', 0, size).matchAll(/\0(_Z[A-Za-z]\w{3,400})(?=\0)/g)) {
        if (seen++ % every === 0) found.add(name);
      }
    }
  } finally {
    fs.closeSync(file);
  }
  return [...found];
}

describe('go tool pprof and heatline name symbols alike', () => {
  const scratch = makeTempDir('mangled');
  after(() => scratch.remove());
  before(requireGo);

  it('of C++ and Rust', async () => {
    const names = [...namesOf(process.execPath, 11, 5000), ...rust];
    assert.ok(names.length > 1000, `${process.execPath} has few symbols: ${names.length}`);
    const file = path.join(scratch.path, 'mangled.pb.gz');
    const written = profileBytes(profileFromText(names.join('\n')));
    fs.writeFileSync(file, written);
    const raw: Case = { command: 'raw', options: {} };
    const oracle = { flags: [], files: [file] };
    const answers = await askPprof(oracle, [raw], scratch.path, new AbortController().signal);
    const lines = (text = ''): readonly string[] => text.split('\n').filter((line) => /^ +\d+: 0x/.test(line));
    const theirs = lines(answers?.[0].text);
    assert.ok(theirs.length >= names.length);
    assert.deepEqual(
      lines(askHeatline(openProfile(written, { inflate: inflateNative }).profile, raw, process.cwd()).text),
      theirs,
    );
    assert.ok(theirs.filter((line) => line.includes(' _Z')).length < names.length / 100);
  });

  // Of the last one the writer gave another name than its symbol has.
  for (const mode of ['none', 'no', 'demangle=none', 'demangle=default'])
    it(`with -symbolize=${mode}`, async () => {
      const names = [
        '_ZN3foo3barIiEEvi',
        'foo::baz<int>(int)',
        'main.(*Set[go.shape.int]).Add',
        rust[3],
        'own::name(int)',
      ];
      const drawn = profileFromText(names.join('\n'));
      const functions = { ...drawn.functions, systemName: drawn.functions.name.slice() };
      functions.systemName[names.length - 1] = functions.name[0];
      const file = path.join(scratch.path, 'modes.pb.gz');
      fs.writeFileSync(file, profileBytes({ ...drawn, functions }));
      const theirs = spawnSync('go', ['tool', 'pprof', '-raw', `-symbolize=${mode}`, file], { encoding: 'utf8' });
      const ours = await runCli(['raw', file, '-symbolize', mode]);
      const lines = (text: string): readonly string[] => text.split('\n').filter((line) => /^ +\d+: 0x/.test(line));
      assert.equal(lines(theirs.stdout).length, names.length, theirs.stderr);
      assert.deepEqual(lines(ours.stdout), lines(theirs.stdout), ours.stderr);
    });
});
