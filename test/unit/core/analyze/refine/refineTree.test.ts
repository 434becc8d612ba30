import assert from 'node:assert/strict';
import { buildCallTree, type CallTree } from '../../../../../src/core/analyze/callTree';
import { buildFrames, type FrameTable, type Granularity } from '../../../../../src/core/analyze/frames';
import { addFrames, refine, type RefineOptions } from '../../../../../src/core/analyze/refine/refine';
import { refineTree } from '../../../../../src/core/analyze/refine/refineTree';
import { buildTreeBase } from '../../../../../src/core/analyze/refine/treeBase';
import type { Profile } from '../../../../../src/core/profile/profile';
import { profileFromText } from '../../../profileText';
import { random, randomProfile } from '../../profile/randomProfile';

/** Each node as its path with self and total; siblings of one size have no order of their own. */
function pathsOf(tree: CallTree, frames: FrameTable): string[] {
  const path: string[] = [];
  const out: string[] = [];
  for (let node = 0; node < tree.count; node++) {
    path.length = tree.depth[node];
    path.push(node === 0 ? 'root' : frames.name[tree.frame[node]]);
    out.push(`${path.join(';')} ${tree.self[node]} ${tree.total[node]}`);
  }
  return out.sort();
}

function checkShape(tree: CallTree): void {
  for (let node = 1; node < tree.count; node++) {
    const parent = tree.parent[node];
    assert.ok(parent < node && node < tree.subtreeEnd[parent] && tree.subtreeEnd[node] <= tree.subtreeEnd[parent]);
    assert.equal(tree.depth[node], tree.depth[parent] + 1);
    const next = tree.subtreeEnd[node];
    if (next < tree.subtreeEnd[parent]) assert.ok(Math.abs(tree.total[node]) >= Math.abs(tree.total[next]));
  }
}

/** @returns whether there was a quick answer; it is the right one */
function check(
  profile: Profile,
  options: RefineOptions,
  sampleType = 0,
  granularity: Granularity = 'functions',
): boolean {
  const whole = addFrames(profile, {}).profile;
  const base = buildTreeBase({ profile: whole, frames: buildFrames(whole, granularity) });
  const quick = refineTree(base, options, sampleType);
  if (quick === undefined) return false;
  const refined = refine(profile, options);
  const frames = buildFrames(refined.profile, granularity);
  checkShape(quick.tree);
  assert.deepEqual(
    pathsOf(quick.tree, base.frames),
    pathsOf(buildCallTree(refined.profile, frames, sampleType), frames),
  );
  assert.deepEqual(quick.warnings, refined.warnings);

  // The samples of each node add up to what the node shows.
  const self = new Float64Array(quick.tree.count);
  profile.samples.values[sampleType].forEach((value, i) => {
    if (quick.nodeOf[i] >= 0) self[quick.nodeOf[i]] += value;
  });
  assert.deepEqual(self, quick.tree.self);
  return true;
}

describe('refineTree', () => {
  const drawn = profileFromText(
    `main[f:main.go]  main[f:main.go]  main[f:main.go]  gc
     work             work             idle             -
     sum[inl]         load             -                -
     add[inl]         sum[inl]         -                -`,
    { values: [1, 20, 300, 4000], empty: [[50_000]] },
  );

  const options: readonly RefineOptions[] = [
    {},
    { focus: 'sum' },
    { ignore: 'sum' },
    { focus: 'work', ignore: 'load' },
    { hide: 'work' },
    { hide: 'sum|work' },
    { hide: 'main' },
    { show: 'sum|main' },
    { hide: 'main', show: 'main|work' },
    { focus: 'nothing' },
    { show: 'nothing' },
  ];
  for (const one of options) {
    it(`is the tree of the refined profile: ${JSON.stringify(one)}`, () => assert.ok(check(drawn, one)));
  }

  it('holds after drop_frames of the profile', () => {
    const dropping = { ...drawn, dropFrames: 'work|sum' };
    assert.ok(check(dropping, {}));
    assert.ok(check(dropping, { focus: 'load' }));
  });

  it('has no answer where frames cannot tell', () => {
    for (const one of [{ showFrom: 'work' }, { pruneFrom: 'work' }, { tagRoot: 'user' }]) {
      assert.ok(!check(drawn, one));
    }
    const twoFiles = profileFromText('main[f:a.go]  main[f:b.go]');
    assert.ok(!check(twoFiles, { focus: 'a\\.go' }));
    assert.ok(check(twoFiles, { focus: 'a\\.go' }, 0, 'filefunctions'));
    assert.ok(!check(drawn, { focus: 'work' }, 0, 'files'));
  });

  const patterns = ['f[0-4]$', 'f1$', 'shared', 'main', '.', '^main\\.f[^1]', 'nothing'];
  const tags = ['text1', 'key0=text', 'key1:,text', ':64kb'];
  it('agrees with refine on profiles of chance', () => {
    let answers = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const profile = randomProfile(seed, 60);
      const next = random(seed + 1000);
      const maybe = (list: readonly string[]): string | undefined =>
        next() < 0.3 ? list[Math.floor(next() * list.length)] : undefined;
      for (let round = 0; round < 4; round++) {
        const isAnswered = check(
          profile,
          {
            focus: maybe(patterns),
            ignore: maybe(patterns),
            hide: maybe(patterns),
            show: maybe(patterns),
            tagFocus: maybe(tags),
            tagIgnore: maybe(tags),
            tagShow: maybe(['key0']),
            tagHide: maybe(['key1', 'nothing']),
          },
          round % 2,
          next() < 0.5 ? 'functions' : 'addresses',
        );
        if (isAnswered) answers++;
      }
    }
    assert.ok(answers > 100, `only ${answers} of 160 were answered`);
  });
});
