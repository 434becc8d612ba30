import assert from 'node:assert/strict';
import { buildCallTree, type CallTree } from '../../../../../src/core/analyze/callTree';
import { buildFrames, type FrameTable, granularities } from '../../../../../src/core/analyze/frames';
import { addFrames, refine } from '../../../../../src/core/analyze/refine/refine';
import { refineTree, type RefineTreeOptions } from '../../../../../src/core/analyze/refine/refineTree';
import { internStackBlocks } from '../../../../../src/core/analyze/refine/stackBlocks';
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

function check(profile: Profile, options: RefineTreeOptions): void {
  const granularity = options.granularity ?? 'functions';
  const refined = refine(profile, options);
  const frames = buildFrames(refined.profile, granularity, options);
  const expected = buildCallTree(refined.profile, frames, options.sampleType);
  const base = addFrames(profile, options).profile;
  const got = refineTree(base, internStackBlocks(base), options);
  checkShape(got.tree);
  assert.deepEqual(pathsOf(got.tree, got.frames), pathsOf(expected, frames));
  const messages = (warnings: readonly { readonly message: string }[]): string[] =>
    warnings.map(({ message }) => message).filter((message) => !message.includes('interpreted'));
  assert.deepEqual(messages(got.warnings), messages(refined.warnings));

  // The samples of each node add up to what the node shows.
  const self = new Float64Array(got.tree.count);
  let dropped = 0;
  profile.samples.values[options.sampleType].forEach((value, i) => {
    if (got.nodeOfSample[i] >= 0) self[got.nodeOfSample[i]] += value;
    else if (value !== 0) dropped++;
  });
  assert.deepEqual(self, got.tree.self);
  assert.ok(dropped <= profile.samples.count - refined.profile.samples.count);
}

describe('refineTree', () => {
  const drawn = profileFromText(
    `main[f:main.go]  main[f:main.go]  main[f:main.go]  gc
     work             work             idle             -
     sum[inl]         load             -                -
     add[inl]         sum[inl]         -                -`,
    { values: [1, 20, 300, 4000], empty: [[50_000]] },
  );

  const options: readonly Omit<RefineTreeOptions, 'sampleType'>[] = [
    {},
    { noInlines: true },
    { granularity: 'files' },
    { focus: 'sum' },
    { ignore: 'sum' },
    { hide: 'work' },
    { hide: 'sum|work' },
    { show: 'sum|main' },
    { showFrom: 'work' },
    { show: 'nothing' },
    { showFrom: 'nothing' },
    { hide: 'load', showFrom: 'load' },
    { focus: 'nothing' },
  ];
  for (const one of options) {
    it(`is the tree of the refined profile: ${JSON.stringify(one)}`, () => check(drawn, { ...one, sampleType: 0 }));
  }

  it('holds after drop_frames of the profile', () => {
    const header = { dropFrames: 'work|sum' };
    check({ ...drawn, ...header }, { sampleType: 0 });
    check({ ...drawn, ...header }, { sampleType: 0, focus: 'load' });
  });

  const patterns = ['f[0-4]$', 'f1', 'file0', 'app0', '.', '^$', 'shared', 'nothing'];
  const tags = ['text1', 'key0=text', 'key1:,text', ':64kb'];
  for (let seed = 1; seed <= 60; seed++) {
    it(`agrees with refine on profiles of chance (seed ${seed})`, () => {
      const profile = randomProfile(seed, 60);
      const next = random(seed + 1000);
      const maybe = (list: readonly string[]): string | undefined =>
        next() < 0.3 ? list[Math.floor(next() * list.length)] : undefined;
      for (let round = 0; round < 4; round++) {
        check(profile, {
          sampleType: round % 2,
          granularity: granularities[Math.floor(next() * granularities.length)],
          noInlines: next() < 0.2,
          focus: maybe(patterns),
          ignore: maybe(patterns),
          hide: maybe(patterns),
          show: maybe(patterns),
          showFrom: maybe(patterns),
          tagFocus: maybe(tags),
          tagIgnore: maybe(tags),
          tagShow: maybe(['key0']),
          tagHide: maybe(['key1', 'nothing']),
        });
      }
    });
  }
});
