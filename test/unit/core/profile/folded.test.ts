import assert from 'node:assert/strict';
import { looksLikeFolded, parseFolded, writeFolded } from '../../../../src/core/profile/folded';
import type { Profile } from '../../../../src/core/profile/profile';
import { ProfileError } from '../../../../src/core/wire/errors';
import { randomProfile } from './randomProfile';

const parse = (text: string): Profile => parseFolded(new TextEncoder().encode(text)).profile;
const write = (profile: Profile): string[] => [...writeFolded(profile, 0)];

describe('folded stacks', () => {
  it('are read root first, equal ones together', () => {
    const p = parse('# a comment\nmain;work;sum 10\nmain;idle 1\n\nmain;work;sum 5\n');
    assert.deepEqual(p.sampleTypes, [{ type: 'samples', unit: 'count' }]);
    assert.deepEqual([...p.samples.values[0]], [15, 1]);
    const names = Array.from(p.samples.stackLocation, (l) =>
      p.strings.text(p.functions.name[p.locations.lineFunction[l]]),
    );
    assert.deepEqual(names, ['sum', 'work', 'main', 'idle', 'main']);
  });

  it('are written as they were read', () => {
    const lines = [
      'main;work;sum 10',
      'a frame with blanks;std::vector<int, x>;f(int) 3',
      'one 1',
      'main 2.5',
      'less;than;nothing -4',
    ];
    assert.deepEqual(write(parse(`${lines.join('\r\n')}\r\n`)), lines);
  });

  it('stay the same once written, whatever the profile', () => {
    for (let seed = 1; seed < 40; seed++) {
      const lines = write(randomProfile(seed));
      if (lines.length > 0) assert.deepEqual(write(parse(lines.join('\n'))), lines, `seed ${seed}`);
    }
  });

  it('hold no name that would break the line', () => {
    const p = parse('go.shape.struct { A int 1');
    const named = {
      ...p,
      strings: Object.assign(Object.create(p.strings) as typeof p.strings, { text: () => 'struct { A; B }\nx' }),
    };
    assert.deepEqual(write(named), ['struct { A: B } x 1']);
  });

  it('are told from other text', () => {
    const looks = (text: string): boolean => looksLikeFolded(new TextEncoder().encode(text));
    assert.ok(looks('main;work 10\n'));
    assert.ok(looks('main;work 10\nmain;idle 3\nmain;wo'));
    assert.ok(looks('\ufeff# comment\nmain 10\n'));
    for (const text of [
      '',
      '\n\n',
      'hello\n',
      'main;work ten\n',
      'a 1\nb\n',
      '10\n',
      'main;\0 10\n',
      'goroutine 1 [running]:\n',
    ]) {
      assert.equal(looks(text), false, JSON.stringify(text));
    }
  });

  it('are refused where a line has no count', () => {
    assert.throws(
      () => parse('main 1\nmain;work\n'),
      (e) => e instanceof ProfileError && e.code === 'malformed' && e.at === 7,
    );
    for (const text of ['', '\n# nothing\n']) assert.throws(() => parse(text), ProfileError);
  });

  it('say when a number is larger than what is exact', () => {
    const { warnings } = parseFolded(new TextEncoder().encode('main 99999999999999999999999\n'));
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['inexact'],
    );
  });
});
