// Does `raw` number rows as `go tool pprof -raw` does? In: a profile whose writer did not number from 1.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { openProfile } from '../../src/core/open';
import { inflateNative } from '../../src/node/inflate';
import { requireGo } from '../harness/goService';
import { makeTempDir } from '../harness/tempDir';
import { message, stringTable } from '../unit/core/profile/protoMessage';
import type { Case } from './cases';
import { askHeatline } from './heatlineAnswer';
import { askPprof } from './pprofSession';

const wide = 0xfffffffffffffff0n;

const profile = message(
  [1, message([1, 1], [2, 2])],
  [2, message([1, 9], [1, wide], [2, 5], [3, message([1, 5], [2, 6])])],
  [2, message([1, 3_000_000_000n], [2, 7])],
  [3, message([1, 40], [2, 0x400000], [3, 0x500000], [5, 5])],
  [3, message([1, 12], [2, 0x600000], [3, 0x700000], [5, 6])],
  [4, message([1, 9], [2, 12], [3, 0x600010], [4, message([1, 7], [2, 12])])],
  [4, message([1, wide], [2, 40], [3, 0x400010], [4, message([1, 2], [2, 13])])],
  [4, message([1, 3_000_000_000n], [3, 0x10])],
  [5, message([1, 7], [2, 3])],
  [5, message([1, 2], [2, 4])],
  ...stringTable('cpu', 'nanoseconds', 'leaf', 'root', 'key', 'value'),
);

describe('go tool pprof and heatline number rows alike', () => {
  const scratch = makeTempDir('ids');
  after(() => scratch.remove());
  before(requireGo);

  it('where the ids of a file have gaps, are in no order or take 64 bits', async () => {
    const file = path.join(scratch.path, 'ids.pb');
    fs.writeFileSync(file, profile);
    const cases: readonly Case[] = [{}, { focus: 'root' }, { tagroot: 'key' }, { tagleaf: 'key' }].map((options) => ({
      command: 'raw',
      options,
    }));
    const oracle = { flags: [], files: [file] };
    const answers = await askPprof(oracle, cases, scratch.path, new AbortController().signal);
    const { profile: ours } = openProfile(profile, { inflate: inflateNative });
    cases.forEach((one, i) => {
      const theirs = answers?.[i].text ?? '';
      assert.match(theirs, /18446744073709551600/);
      assert.equal(askHeatline(ours, one, scratch.path).text, theirs);
    });
  });
});
