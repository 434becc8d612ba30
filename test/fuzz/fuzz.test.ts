// A slice of `npm run fuzz`, the same one every time, and every place where a file can be cut off.

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { openProfile } from '../../src/core/open';
import { ProfileError } from '../../src/core/wire/errors';
import { inflateNative } from '../../src/node/inflate';
import { fixturesDir } from '../harness/paths';
import { Chance } from './chance';
import { checkColumns } from './columns';
import { fuzz } from './fuzz';
import { seedsOf } from './seeds';

/** Every cut of what is smaller, some cuts of what is larger. */
const smallBytes = 1200;
const cutsOfLarge = 30;

describe('any bytes', function () {
  this.timeout(120_000);

  it('decode or are refused, in time and memory, and what decodes holds together', async () => {
    const result = await fuzz({ places: [fixturesDir], seed: 20260102, runs: 8000, seconds: 12 });
    assert.deepEqual(
      result.crashers.map(({ name, what }) => `${name}: ${what}`),
      [],
    );
    // A fuzzer that finds nothing new does not reach the decoders.
    assert.ok(result.runs > 200 && result.kinds > 60, JSON.stringify(result));
  });

  it('of a file cut off anywhere are a part of its profile or refused', () => {
    const chance = new Chance(1);
    for (const { name, bytes } of seedsOf([fixturesDir])) {
      for (const length of cutsOf(bytes.length, chance)) cut(bytes.subarray(0, length), `${name} at ${length}`);
      const packed = gzipSync(bytes);
      for (const length of someCuts(packed.length, chance)) cut(packed.subarray(0, length), `${name}.gz at ${length}`);
    }
  });
});

function cutsOf(length: number, chance: Chance): number[] {
  return length <= smallBytes ? Array.from({ length }, (_, i) => i) : someCuts(length, chance);
}

function someCuts(length: number, chance: Chance): number[] {
  return [1, 2, 3, length - 1, ...Array.from({ length: cutsOfLarge }, () => chance.below(length))];
}

function cut(bytes: Uint8Array, what: string): void {
  try {
    checkColumns(openProfile(bytes, { inflate: inflateNative }).profile);
  } catch (error) {
    assert.ok(error instanceof ProfileError, `${what}: ${String(error)}`);
  }
}
