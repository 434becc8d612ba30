import assert from 'node:assert/strict';
import { decodeProfile, ProfileDecoder } from '../../../../src/core/profile/decode';
import { encodeProfile } from '../../../../src/core/profile/encode';
import { packProfile, unpackProfile } from '../../../../src/core/profile/pack';
import { ProfileError } from '../../../../src/core/wire/errors';
import { message, stringTable as strings } from './protoMessage';
import { contentOf, random, randomProfile } from './randomProfile';

const seeds = Array.from({ length: 60 }, (_, i) => i + 1);

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sampleType: [number, Uint8Array] = [1, message([1, 1], [2, 2])];

function failure(input: Uint8Array): ProfileError {
  try {
    decodeProfile(input);
  } catch (error) {
    assert.ok(error instanceof ProfileError, `not our error: ${String(error)}`);
    return error;
  }
  assert.fail('it decoded');
}

describe('decodeProfile', () => {
  it('reads back what encodeProfile wrote', () => {
    for (const seed of seeds) {
      const profile = randomProfile(seed);
      assert.deepEqual(contentOf(decodeProfile(encodeProfile(profile)).profile), contentOf(profile), `seed ${seed}`);
    }
  });

  it('reads the same in chunks of any size', () => {
    for (const seed of seeds.slice(0, 20)) {
      const whole = encodeProfile(randomProfile(seed));
      const next = random(seed);
      const decoder = new ProfileDecoder();
      for (let at = 0; at < whole.length;) {
        const size = 1 + Math.floor(next() * 40);
        decoder.push(whole.slice(at, at + size));
        at += size;
      }
      assert.deepEqual(contentOf(decoder.finish().profile), contentOf(decodeProfile(whole).profile), `seed ${seed}`);
    }
  });

  it('reads ids that are unpacked, sparse or need all 64 bits', () => {
    const big = 0xfffffffffffffff0n;
    const { profile } = decodeProfile(
      message(
        sampleType,
        [2, message([1, big], [1, 77n], [2, 5])],
        [4, message([1, 77], [3, big], [4, message([1, big], [2, 12])])],
        [4, message([1, big], [4, message([1, 3_000_000_000n], [2, 13])])],
        [5, message([1, big], [2, 3])],
        [5, message([1, 3_000_000_000n], [2, 4])],
        ...strings('cpu', 'nanoseconds', 'leaf', 'root'),
      ),
    );
    assert.deepEqual([...profile.samples.stackLocation], [1, 0]);
    assert.deepEqual([...profile.locations.lineFunction], [0, 1]);
    assert.equal(profile.locations.address[0], big);
    assert.deepEqual(profile.locations.id, BigUint64Array.of(77n, big));
    assert.deepEqual(unpackProfile(packProfile(profile)).locations.id, profile.locations.id);
    assert.deepEqual(contentOf(decodeProfile(encodeProfile(profile)).profile), contentOf(profile));
    assert.deepEqual(decodeProfile(encodeProfile(profile)).profile.locations.id, profile.locations.id);
  });

  it('keeps values exact to 2^53 and warns beyond', () => {
    const decode = (value: bigint) =>
      decodeProfile(message(sampleType, [2, message([2, value])], ...strings('n', 'count')));
    for (const value of [0n, -1n, 2n ** 53n - 1n, -(2n ** 53n) + 1n, 127n, 128n, 2n ** 28n, 2n ** 35n, -(2n ** 40n)]) {
      const { profile, warnings } = decode(value);
      assert.equal(BigInt(profile.samples.values[0][0]), value);
      assert.deepEqual(warnings, []);
    }
    assert.deepEqual(
      decode(2n ** 62n).warnings.map((w) => w.code),
      ['inexact'],
    );
  });

  it('shows text that is not UTF-8 and writes it back unchanged', () => {
    const odd = Uint8Array.of(0x66, 0xff, 0xfe, 0x6f);
    const input = message(sampleType, ...strings('n', 'count'), [6, odd]);
    const { profile } = decodeProfile(input);
    assert.equal(profile.strings.text(3), 'f\ufffd\ufffdo');
    assert.deepEqual(Buffer.from(encodeProfile(profile)).includes(Buffer.from(odd)), true);
  });

  it('skips fields from the future', () => {
    const { profile } = decodeProfile(
      message(sampleType, [99, 5], [2, message([2, 1], [17, 3], [40, bytes('new')])], ...strings('n', 'count'), [
        2000,
        bytes('x'),
      ]),
    );
    assert.equal(profile.samples.count, 1);
  });

  const refused: readonly (readonly [string, string, Uint8Array])[] = [
    ['nothing', 'empty', new Uint8Array(0)],
    ['no string table', 'malformed', message(sampleType)],
    ['a first string that is not empty', 'invalid', message(sampleType, [6, bytes('x')])],
    ['a name outside the string table', 'malformed', message([1, message([1, 9])], ...strings('n'))],
    ['samples without types', 'invalid', message([2, message([2, 1])], ...strings())],
    ['too few values', 'invalid', message(sampleType, sampleType, [2, message([2, 1])], ...strings('n', 'count'))],
    ['a dangling location', 'invalid', message(sampleType, [2, message([1, 4], [2, 1])], ...strings('n', 'count'))],
    ['location id 0', 'invalid', message(sampleType, [4, message([3, 1])], ...strings('n', 'count'))],
    ['the same id twice', 'invalid', message([5, message([1, 7])], [5, message([1, 7])], ...strings())],
    ['a line without its function', 'invalid', message([4, message([1, 1], [4, message([1, 9])])], ...strings())],
    ['wire type 7', 'malformed', Uint8Array.of(0x0f, 1)],
    ['field 0', 'malformed', Uint8Array.of(0x00, 1)],
    ['a sample as a number', 'malformed', Uint8Array.of(0x10, 1)],
    ['an endless number', 'malformed', new Uint8Array(64).fill(0xff)],
  ];
  for (const [what, code, input] of refused) {
    it(`refuses ${what} with a sentence`, () => {
      const error = failure(input);
      assert.equal(error.code, code, error.sentence);
      assert.match(error.sentence, /^[A-Z].*\.$/);
    });
  }

  it('reads lines and addresses of any length, wherever they stand', () => {
    const line = (fn: number, number: number, column = 0): Uint8Array => message([1, fn], [2, number], [3, column]);
    const long = message([1, 1], [2, 5], [100, bytes('x'.repeat(200))]);
    const { locations } = decodeProfile(
      new Uint8Array([
        ...message(sampleType, ...strings('samples', 'count'), [5, message([1, 1])], [5, message([1, 2])]),
        ...message([4, message([4, line(1, 7)], [3, 0x40_1234], [4, line(2, 3_000_000_000)], [1, 1])]),
        ...message([4, message([1, 2], [3, 0x7fff_0040_1234n], [4, long], [4, line(2, 300_000_000, 9)])]),
      ]),
    ).profile;
    assert.deepEqual([...locations.address], [0x40_1234n, 0x7fff_0040_1234n]);
    assert.deepEqual([...locations.lineOffset], [0, 2, 4]);
    assert.deepEqual([...locations.lineFunction], [0, 1, 0, 1]);
    assert.deepEqual([...locations.lineNumber], [7, 3_000_000_000 | 0, 5, 300_000_000]);
    assert.deepEqual([...locations.lineColumn], [0, 0, 0, 9]);
  });

  it('refuses a line whose last number goes on behind it', () => {
    const start = message(sampleType, ...strings('samples', 'count'), [5, message([1, 1])]);
    // location { id: 1 line { function_id: the first of two bytes } and the second one }
    const location = [0x22, 7, 0x08, 1, 0x22, 2, 0x08, 0x81, 0x00];
    assert.equal(failure(new Uint8Array([...start, ...location])).code, 'truncated');
  });

  it('answers every truncation with a profile or a ProfileError', () => {
    const whole = encodeProfile(randomProfile(3));
    for (let length = 0; length < whole.length; length++) {
      try {
        decodeProfile(whole.subarray(0, length));
      } catch (error) {
        assert.ok(error instanceof ProfileError, `${length}: ${String(error)}`);
      }
    }
  });

  it('answers random damage with a profile or a ProfileError', () => {
    const whole = encodeProfile(randomProfile(5, 100));
    const next = random(11);
    for (let round = 0; round < 3000; round++) {
      const damaged = whole.slice();
      for (let i = 0; i <= round % 4; i++) damaged[Math.floor(next() * damaged.length)] = Math.floor(next() * 256);
      try {
        const { profile } = decodeProfile(damaged);
        contentOf(profile);
      } catch (error) {
        assert.ok(error instanceof ProfileError, `round ${round}: ${String((error as Error).stack)}`);
      }
    }
  });
});

describe('packProfile', () => {
  it('comes back the same through JSON and one buffer', () => {
    for (const seed of seeds.slice(0, 20)) {
      const profile = decodeProfile(encodeProfile(randomProfile(seed))).profile;
      const { header, buffer } = packProfile(profile);
      const back = unpackProfile({ header: JSON.parse(JSON.stringify(header)) as typeof header, buffer });
      assert.deepEqual(contentOf(back), contentOf(profile), `seed ${seed}`);
    }
  });
});
