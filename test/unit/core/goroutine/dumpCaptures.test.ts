// Real dumps: the project's own captures, and every file of a folder given as HEATLINE_CORPUS.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { looksLikeDump, parseDump } from '../../../../src/core/goroutine/dump';
import { goroutineGroups } from '../../../../src/core/goroutine/groups';
import { originTree } from '../../../../src/core/goroutine/originTree';
import { waitReasonOf } from '../../../../src/core/goroutine/waitReason';
import type { Profile } from '../../../../src/core/profile/profile';
import { fixturesDir } from '../../../harness/paths';
import { locationText } from './dumpText';
import { naiveDump } from './naiveDump';

/** Text files below a folder, none where there is no folder. */
function textsBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => fs.statSync(file).isFile() && fs.statSync(file).size < 4 << 20)
    .sort();
}

const corpus = process.env.HEATLINE_CORPUS;
const dumps = [fixturesDir, ...(corpus === undefined ? [] : [corpus])]
  .flatMap(textsBelow)
  .filter((file) => looksLikeDump(fs.readFileSync(file)) && !fs.readFileSync(file).includes(0));

/** The same facts as naiveDump has, from the columns. */
function goroutinesOf(p: Profile): string[] {
  const g = p.goroutines!;
  return Array.from(g.id, (id, i) => {
    const stack = p.samples.stackLocation.subarray(
      p.samples.stackOffset[g.sample[i]],
      p.samples.stackOffset[g.sample[i] + 1],
    );
    const frames = Array.from(stack, (l) => locationText(p, l).split(' ~ ')).flat();
    const creator = g.createdBy[i] < 0 ? '' : locationText(p, g.createdBy[i]);
    return `${id} ${p.strings.text(g.state[i])} ${g.waitMinutes[i]} ${creator} ${g.parent[i]} ${frames.join(' < ')}`;
  });
}

describe('real dumps', () => {
  for (const file of dumps) {
    it(`${path.basename(path.dirname(file))}/${path.basename(file)} reads as it does the obvious way`, () => {
      const bytes = fs.readFileSync(file);
      const { profile } = parseDump(bytes);
      const expected = naiveDump(bytes.toString()).map((g) => {
        const panic = (frame: string) => frame.replace(/^panic(@\S*\/panic\.go:\d+)$/, 'runtime.gopanic$1');
        return `${g.id} ${g.state} ${g.minutes} ${g.createdBy} ${g.parent} ${g.frames.map(panic).join(' < ')}`;
      });
      // The obvious way drops frames whose place was lost.
      const withPlaces = goroutinesOf(profile).map((line) =>
        line.replaceAll(/(?:^| < )\S+@:0(?= |$)/g, '').replaceAll(/\S+@:0/g, ''),
      );
      assert.deepEqual(
        withPlaces.map((line) => line.trimEnd()),
        expected.map((line) => line.trimEnd()),
      );
      const { total, groups } = goroutineGroups(profile);
      assert.equal(total, profile.goroutines!.count);
      assert.equal(groups.flatMap((group) => group.ids).length, total);
      assert.equal(
        originTree(profile).reduce((sum, row) => sum + row.own, 0),
        total,
      );
      for (const { state } of groups) assert.notEqual(waitReasonOf(state ?? '').class, 'unknown', state ?? '');
    });
  }

  it('are among the fixtures', function () {
    if (textsBelow(fixturesDir).length < 2) this.skip(); // None were captured yet: test/fixtures/make.sh.
    assert.ok(dumps.length > 0);
  });
});
