// Dumps that are cut, damaged, or made to hurt.
import assert from 'node:assert/strict';
import { looksLikeDump, parseDump } from '../../../../src/core/goroutine/dump';
import { goroutineGroups } from '../../../../src/core/goroutine/groups';
import { originTree } from '../../../../src/core/goroutine/originTree';
import { decodeProfile } from '../../../../src/core/profile/decode';
import { encodeProfile } from '../../../../src/core/profile/encode';
import { packProfile, unpackProfile } from '../../../../src/core/profile/pack';
import type { Profile } from '../../../../src/core/profile/profile';
import { ProfileError } from '../../../../src/core/wire/errors';
import { random } from '../profile/randomProfile';
import { bytesOf, goroutinesText, samplesText } from './dumpText';

const small = bytesOf(
  [
    'panic: boom {goroutine 3 [x]:',
    '',
    'goroutine 1 gp=0xc0 m=nil [chan receive (leaked), 2 minutes, locked to thread] {tenant: "x\\"\\u00fc", k: v}:',
    'main.wait(...)',
    '\t/srv/a.go:11',
    'main.main({0x1?, 0x2}, ...)',
    '\tC:/srv/a.go:5 +0x1d fp=0x1 sp=0x2 pc=0x3',
    '',
    'pod-1 2026-01-01 goroutine 18 [select labels:{"a": "b"}]:',
    'pod-1 2026-01-02 main.f(0xc000012345, {0x1, 0x2})',
    'pod-1 2026-01-03 \t/srv/a.go:7 +0x45',
    'pod-1 2026-01-04 ...3 frames elided...',
    'pod-1 2026-01-05 created by main.main in goroutine 1',
    'pod-1 2026-01-06 \t/srv/a.go:4 +0x5',
    '',
    'goroutine 18 [running]:\r',
    '\tgoroutine running on other thread; stack unavailable\r',
    '[originating from goroutine 7]:\r',
    '-----',
    'goroutine 18 [running]:',
    'non-Go function at pc=0x7f',
    'c_name(int)',
    '\t/c.c:5 pc=0x12',
    '',
  ].join('\n'),
);

/** Decodes or throws our error; what was decoded holds together. */
function check(bytes: Uint8Array): Profile | undefined {
  looksLikeDump(bytes);
  let profile: Profile;
  try {
    profile = parseDump(bytes).profile;
  } catch (error) {
    assert.ok(error instanceof ProfileError, `not our error: ${String(error)}`);
    return undefined;
  }
  const g = profile.goroutines!;
  const own = new Float64Array(profile.samples.count);
  for (const sample of g.sample) own[sample]++;
  assert.deepEqual(own, profile.samples.values[0]);
  assert.equal(goroutineGroups(profile).total, g.count);
  assert.equal(
    originTree(profile).reduce((sum, row) => sum + row.own, 0),
    g.count,
  );
  return profile;
}

describe('a dump', () => {
  it('decodes or is refused, wherever it is cut', () => {
    for (let at = 0; at <= small.length; at++) check(small.subarray(0, at));
  });

  it('decodes or is refused, whatever was changed in it', () => {
    const next = random(20260102);
    const below = (n: number): number => Math.floor(next() * n);
    const hints = bytesOf('goroutine \n\t([{:}"\\ +0x1234567890created by \r\0\xff');
    for (let round = 0; round < 3000; round++) {
      const bytes = Array.from(small);
      for (let change = 1 + below(6); change > 0; change--) {
        const at = below(bytes.length);
        const piece = Array.from(small.subarray(below(small.length))).slice(0, below(60));
        if (below(3) === 0) bytes.splice(at, below(20));
        else if (below(2) === 0) bytes.splice(at, 0, ...piece);
        else bytes[at] = below(2) === 0 ? below(256) : hints[below(hints.length)];
      }
      check(Uint8Array.from(bytes));
    }
  });

  it('is a profile that pprof format and the page can carry', () => {
    const profile = check(small)!;
    assert.deepEqual(samplesText(decodeProfile(encodeProfile(profile)).profile), samplesText(profile));
    const unpacked = unpackProfile(packProfile(profile));
    assert.deepEqual(samplesText(unpacked), samplesText(profile));
    assert.deepEqual(goroutinesText(unpacked), goroutinesText(profile));
  });

  it('reads the same behind a prefix, where the fast way is closed', () => {
    const next = random(7);
    const below = (n: number): number => Math.floor(next() * n);
    const lines: string[] = [];
    for (let id = 1; id < 400; id++) {
      lines.push(`goroutine ${id} [${['select', 'sleep, 3 minutes', 'running'][below(3)]}]:`);
      for (let depth = below(12); depth > 0; depth--) {
        const f = below(5);
        const inlined = below(4) === 0;
        lines.push(`main.(*T).f${f}(${inlined ? '...' : ['', '0x1', '{0x1, 0x2}, _', '...', '0x1, ...'][below(5)]})`);
        lines.push(
          `\t/srv/${f}.go:${1 + below(3)}${inlined ? '' : [' +0x1d', '', ' +0x1 fp=0x2 sp=0x3 pc=0x4'][below(3)]}`,
        );
        if (below(30) === 0) lines.push('...5 frames elided...');
      }
      if (below(2) === 0)
        lines.push(`created by main.g${below(3)} in goroutine ${below(id)}`, `\t/srv/g.go:${below(4)} +0x1`);
      lines.push('');
    }
    const plain = parseDump(bytesOf(lines.map((line) => `${line}\n`).join(''))).profile;
    const prefixed = parseDump(bytesOf(lines.map((line, i) => `pod ${i} ${line}\n`).join(''))).profile;
    const windows = parseDump(bytesOf(lines.map((line) => `${line}\r\n`).join(''))).profile;
    assert.ok(plain.samples.count > 100);
    for (const other of [prefixed, windows]) {
      assert.deepEqual(samplesText(other), samplesText(plain));
      assert.deepEqual(goroutinesText(other), goroutinesText(plain));
    }
  });

  const hostile: Readonly<Record<string, string>> = {
    'one line': 'goroutine 1 '.repeat(300_000),
    'one line of headers': 'goroutine 1 [running]:'.repeat(200_000),
    'headers only': 'goroutine 1 [a]:\n'.repeat(200_000),
    'headers of one goroutine behind changing prefixes': Array.from(
      { length: 60_000 },
      (_, i) => `${i % 2 ? 'x' : 'y'} goroutine 9 [a]:\n`,
    ).join(''),
    'a deep stack': `goroutine 1 [a]:\n${'main.f()\n\t/a.go:1 +0x1\n'.repeat(150_000)}`,
    'a deep stack of inlined frames': `goroutine 1 [a]:\n${'main.f(...)\n\t/a.go:1\n'.repeat(150_000)}`,
    'a chain of parents': Array.from(
      { length: 60_000 },
      (_, i) =>
        `goroutine ${i} [a]:\nmain.f()\n\t/a.go:1 +0x1\ncreated by main.g in goroutine ${i + 1}\n\t/a.go:2 +0x1\n\n`,
    ).join(''),
    'a ring of parents': Array.from(
      { length: 1000 },
      (_, i) =>
        `goroutine ${i + 1} [a]:\nmain.f()\n\t/a.go:1 +0x1\ncreated by main.g in goroutine ${((i + 1) % 1000) + 1}\n\t/a.go:2 +0x1\n\n`,
    ).join(''),
    'a label list without an end': `goroutine 1 [a] {${'k: v, '.repeat(300_000)}]:\n`,
    'open brackets': `goroutine 1 [${'[ labels:{'.repeat(200_000)}]:\n`,
    'gp fields': 'goroutine 1 gp='.repeat(300_000),
    digits: `goroutine ${'9'.repeat(2_000_000)} [a]:\nmain.f()\n\t/a.go:${'9'.repeat(1_000_000)} +0x1\n`,
    'function lines without places': `goroutine 1 [a]:\n${'main.f(\n'.repeat(300_000)}`,
    'long prefixes': `${'x'.repeat(500)} goroutine 1 [a]:\n`.repeat(4000),
  };
  for (const [name, text] of Object.entries(hostile)) {
    it(`of ${name} takes no long time`, function () {
      this.timeout(60_000);
      check(bytesOf(text));
    });
  }
});
