import assert from 'node:assert/strict';
import { assignMappings, type MemoryMapping } from '../../../../../src/core/profile/legacy/mappings';
import { readMappings } from '../../../../../src/core/profile/legacy/memoryMap';
import { TextLines } from '../../../../../src/core/profile/legacy/textLines';
import { random } from '../randomProfile';

const read = (...lines: readonly string[]): string[] =>
  readMappings(new TextLines(new TextEncoder().encode(lines.join('\n')))).map((m) =>
    `${m.start.toString(16)}-${m.limit.toString(16)} ${m.offset.toString(16)} ${m.file} ${m.buildId}`.trimEnd(),
  );

function mapping(start: bigint, limit: bigint, offset = 0n, file = ''): MemoryMapping {
  return { start, limit, offset, file, buildId: '' };
}

describe('tables of mappings', () => {
  it('are read in both forms, code only', () => {
    assert.deepEqual(
      read(
        '00400000-00fcb000 r-xp 00001000 08:01 1234   /usr/bin/program',
        '00400000-00fcb000 rw-p 00001000 08:01 1234   /usr/bin/program',
        '  0x7f00-0x7fff: /lib/libc.so (@1f00) 0badc0de',
        '7e00 7eff /lib/other.so',
        'ffffffffff600000-ffffffffff601000: [vsyscall]',
        'words and more words',
        '123-11112222333344445: /too/large',
        '',
      ),
      [
        '400000-fcb000 1000 /usr/bin/program',
        '7f00-7fff 1f00 /lib/libc.so 0badc0de',
        '7e00-7eff 0 /lib/other.so',
        'ffffffffff600000-ffffffffff601000 0 [vsyscall]',
      ],
    );
  });

  it('replace names that were given a value, and stop before a line explodes', () => {
    assert.deepEqual(read('build = /srv/app', '10-20: $build/x', '20-30: $unknown/y'), [
      '10-20 0 /srv/app/x',
      '20-30 0 $unknown/y',
    ]);
    const large = 'v'.repeat(60_000);
    assert.deepEqual(read(`a=${large}`, `10-20: ${'$a'.repeat(20_000)}`, '20-30: /z'), ['20-30 0 /z']);
  });

  it('lose what glog writes in front of each line', () => {
    assert.deepEqual(read('I0101 10:00:00.000 123 maps.cc:17] 10-20: /x', '[a] 10-20: /y'), ['10-20 0 /x']);
  });

  it('take time in proportion to their size, whatever is in them', () => {
    for (const line of [
      ' '.repeat(60_000),
      'f'.repeat(60_000),
      '0 '.repeat(30_000),
      '$'.repeat(60_000),
      'a=b '.repeat(10_000),
    ]) {
      read(...new Array<string>(50).fill(line));
    }
  });
});

describe('the mapping of an address', () => {
  it('is the first one that covers it, else one made up', () => {
    const { mappings, of } = assignMappings(
      [mapping(10n, 20n, 0n, '/a'), mapping(15n, 30n, 0n, '/b')],
      [9n, 10n, 15n, 19n, 20n, 29n, 30n, 0n, 2n ** 64n - 1n],
    );
    assert.deepEqual([...of], [2, 0, 0, 0, 1, 1, 2, -1, 2]);
    assert.equal(mappings[2].limit, 2n ** 64n - 1n);
  });

  it('is what looking through all of them finds', () => {
    const next = random(9);
    const below = (n: number): bigint => BigInt(Math.floor(next() * n));
    for (let round = 0; round < 200; round++) {
      const table = Array.from({ length: 12 }, (_, i) => {
        const start = 1n + below(100);
        return mapping(start, start + below(40), 0n, `/m${i}`);
      });
      const addresses = Array.from({ length: 50 }, () => 1n + below(150));
      const { mappings, of } = assignMappings(table, addresses);
      const real = mappings.filter((m) => m.file !== '');
      addresses.forEach((address, i) => {
        const expected = real.findIndex((m) => m.start <= address && address < m.limit);
        assert.equal(of[i], expected < 0 ? real.length : expected);
      });
    }
  });

  it('is quickly found among many', () => {
    const table = Array.from({ length: 16_000 }, (_, i) =>
      mapping(BigInt(i * 10), BigInt(i * 10 + 200), 5n, `/m${i % 7}`),
    );
    const addresses = Array.from({ length: 100_000 }, (_, i) => BigInt(i * 3 + 1));
    assert.equal(assignMappings(table, addresses).of.length, addresses.length);
  }).timeout(20_000);

  it('counts pieces of one file as one, and puts the program first', () => {
    const { mappings } = assignMappings(
      [mapping(1n, 2n, 0n, '/lib/x.so.1'), mapping(10n, 20n, 0n, '/app'), mapping(20n, 30n, 10n, '/app')],
      [],
    );
    assert.deepEqual(
      mappings.map((m) => [m.file, m.start, m.limit]),
      [
        ['/app', 10n, 30n],
        ['/lib/x.so.1', 1n, 2n],
      ],
    );
  });
});
