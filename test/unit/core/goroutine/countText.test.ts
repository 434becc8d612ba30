import assert from 'node:assert/strict';
import { looksLikeCountText, parseCountText } from '../../../../src/core/goroutine/countText';
import { goroutineGroups } from '../../../../src/core/goroutine/groups';
import type { Profile } from '../../../../src/core/profile/profile';
import { ProfileError } from '../../../../src/core/wire/errors';
import { random } from '../profile/randomProfile';
import { bytesOf, samplesText } from './dumpText';

const text = [
  'goroutine profile: total 7',
  '3 @ 0x48c2aa 0x418c9c 0x680dfe 0x4931e1',
  '#\t0x680dfd\tmain.leak.func1+0x1d\t/srv/leak/main.go:24',
  '',
  '2 @ 0x48c2aa 0x4198d9 0x680f65 0x4931e1',
  '# labels: {"endpoint":"/a b", "tenant":"x\\"y"}',
  '#\t0x680f64\tmain.(*G[...]).Block+0x24\t\t\tC:/srv/main.go:46',
  '',
  '1 @ 0x451674 0x4931e1',
  '#\t0x451673\truntime.main+0x13\t/go/proc.go:302',
  '',
  '1 @ 0x4931e1',
  '',
].join('\n');

const parse = (input: string): Profile => parseCountText(bytesOf(input)).profile;

describe('count profiles as text', () => {
  it('have names where Go wrote them, and placeholders for what it left out', () => {
    const goexit = 'runtime.goexit@:0#4931e0';
    const hidden = 'runtime.<hidden>@:0#';
    assert.deepEqual(samplesText(parse(text)), [
      `3 {} ${hidden}48c2a9 < ${hidden}418c9b < main.leak.func1@/srv/leak/main.go:24#680dfd < ${goexit}`,
      `2 {endpoint=/a b, tenant=x"y} ${hidden}48c2a9 < ${hidden}4198d8 < main.(*G[...]).Block@C:/srv/main.go:46#680f64 < ${goexit}`,
      `1 {} runtime.main@/go/proc.go:302#451673 < ${goexit}`,
      `1 {} ${goexit}`,
    ]);
  });

  it('are of the type that their title names', () => {
    for (const name of ['goroutine', 'threadcreate', 'goroutineleak', 'orders.rows']) {
      const p = parse(`${name} profile: total 1\n1 @ 0x2\n`);
      assert.deepEqual(p.sampleTypes, [{ type: name, unit: 'count' }]);
      assert.deepEqual(p.periodType, { type: name, unit: 'count' });
    }
  });

  it('stay without names where the text has none', () => {
    const p = parse('threadcreate profile: total 2\n1 @ 0x0 0x44cb3\n1 @\n');
    assert.deepEqual(samplesText(p), ['1 {} #ffffffffffffffff < #44cb2', '1 {}']);
  });

  it('have inlined frames in one location, as Go to 1.20 writes them, in a recursion too', () => {
    const lines = ['main.inner+0x5\t/a.go:1', 'main.outer+0x5\t/a.go:2'].map((line) => `#\t0x9\t${line}`);
    const frames = 'main.inner@/a.go:1 ~ main.outer@/a.go:2#9';
    const once = parse(
      `goroutine profile: total 1\n1 @ 0xa 0xc\n${lines.join('\n')}\n#\t0xb\tmain.main+0x1\t/a.go:9\n`,
    );
    assert.deepEqual(samplesText(once), [`1 {} ${frames} < main.main@/a.go:9#b`]);
    const twice = parse(`goroutine profile: total 1\n1 @ 0xa 0xa\n${[...lines, ...lines].join('\n')}\n`);
    assert.deepEqual(samplesText(twice), [`1 {} ${frames} < ${frames}`]);
  });

  it('have a name for an address that was not lowered', () => {
    const p = parse(
      'goroutine profile: total 1\n1 @ 0xa 0xc\n#\t0xa\tmain.sig+0x1\t/a.go:1\n#\t0xb\tmain.main+0x1\t/a.go:2\n',
    );
    assert.deepEqual(samplesText(p), ['1 {} main.sig@/a.go:1#9 < main.main@/a.go:2#b']);
  });

  it('make groups without what they do not know', () => {
    const { total, groups } = goroutineGroups(parse(text));
    assert.equal(total, 7);
    assert.deepEqual(groups[1], {
      count: 2,
      state: null,
      waitMinutes: null,
      leaked: false,
      labels: { endpoint: '/a b', tenant: 'x"y' },
      frames: [{ function: 'main.(*G[...]).Block', file: 'C:/srv/main.go', line: 46 }],
      createdBy: null,
      ids: [],
    });
  });

  it('are told by their title, behind comments as well', () => {
    assert.equal(looksLikeCountText(bytesOf(text)), true);
    assert.equal(looksLikeCountText(bytesOf(`\n# a comment\n${text}`)), true);
    assert.deepEqual(samplesText(parse(`\ufeff${text.replaceAll('\n', '\r\n')}`)), samplesText(parse(text)));
    for (const other of [
      '',
      'goroutine 1 [running]:\n',
      'my profile: total many\n',
      'a b profile: total 3\n',
      ' profile: total 3\n',
    ]) {
      assert.equal(looksLikeCountText(bytesOf(other)), false, other);
    }
  });

  it('are refused where a record is damaged, and shortened where the last is cut off', () => {
    assert.throws(
      () => parse('goroutine profile: total 2\nx @ 0x1\n1 @ 0x2\n'),
      (e) => e instanceof ProfileError && e.code === 'malformed' && e.at === 27,
    );
    assert.throws(
      () => parse('goroutine profile: total 2\n1 @ 0x11112222333344445\n'),
      (e) => ProfileError.is(e, 'malformed'),
    );
    const { profile, warnings } = parseCountText(bytesOf('goroutine profile: total 2\n1 @ 0x2\n1'));
    assert.equal(profile.samples.count, 1);
    assert.deepEqual(
      warnings.map((w) => w.code),
      ['truncated', 'unsymbolized'],
    );
  });

  it('decode or are refused, wherever they are cut and whatever was changed', () => {
    const whole = bytesOf(text);
    const next = random(11);
    const inputs = Array.from({ length: whole.length + 1 }, (_, at) => whole.slice(0, at));
    for (let round = 0; round < 2000; round++) {
      const bytes = whole.slice();
      for (let change = 0; change < 4; change++) bytes[Math.floor(next() * bytes.length)] = next() * 256;
      inputs.push(bytes);
    }
    for (const input of inputs) {
      try {
        goroutineGroups(parseCountText(input).profile);
      } catch (error) {
        assert.ok(error instanceof ProfileError, String(error));
      }
    }
  });
});
