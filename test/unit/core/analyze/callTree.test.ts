import assert from 'node:assert/strict';
import { buildCallTree, type CallTree } from '../../../../src/core/analyze/callTree';
import { buildFrames, cleanPath, type FrameTable, granularities } from '../../../../src/core/analyze/frames';
import type { Profile } from '../../../../src/core/profile/profile';
import { randomProfile } from '../profile/randomProfile';

interface PlainNode {
  self: number;
  total: number;
  readonly children: Map<number, PlainNode>;
}

/** The same tree the obvious way, to compare with: a map of children at each node. */
function plainTree(profile: Profile, frames: FrameTable, sampleType: number): PlainNode {
  const root: PlainNode = { self: 0, total: 0, children: new Map() };
  const { samples } = profile;
  for (let i = 0; i < samples.count; i++) {
    const value = samples.values[sampleType][i];
    if (value === 0) continue;
    let node = root;
    node.total += value;
    for (let k = samples.stackOffset[i + 1] - 1; k >= samples.stackOffset[i]; k--) {
      const l = samples.stackLocation[k];
      for (let q = frames.locationOffset[l + 1] - 1; q >= frames.locationOffset[l]; q--) {
        const frame = frames.locationFrame[q];
        let child = node.children.get(frame);
        if (child === undefined) node.children.set(frame, (child = { self: 0, total: 0, children: new Map() }));
        child.total += value;
        node = child;
      }
    }
    node.self += value;
  }
  return root;
}

function compare(tree: CallTree, n: number, plain: PlainNode): void {
  assert.equal(tree.total[n], plain.total);
  assert.equal(tree.self[n], plain.self);
  let children = 0;
  let before = Infinity;
  for (let c = n + 1; c < tree.subtreeEnd[n]; c = tree.subtreeEnd[c]!) {
    children++;
    assert.equal(tree.parent[c], n);
    assert.equal(tree.depth[c], tree.depth[n] + 1);
    assert.ok(Math.abs(tree.total[c]) <= before, 'children are by total, largest first');
    before = Math.abs(tree.total[c]);
    const same = plain.children.get(tree.frame[c]);
    assert.ok(same !== undefined);
    compare(tree, c, same);
  }
  assert.equal(children, plain.children.size);
}

describe('buildCallTree', () => {
  it('is the tree of all stacks, at every granularity and sample type', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const profile = randomProfile(seed, seed % 9 === 0 ? 2000 : 60);
      for (const granularity of granularities) {
        const frames = buildFrames(profile, granularity, { noInlines: seed % 3 === 0 });
        for (let type = 0; type < 2; type++) {
          const tree = buildCallTree(profile, frames, type);
          compare(tree, 0, plainTree(profile, frames, type));
          assert.equal(tree.subtreeEnd[0], tree.count);
          assert.equal(tree.maxDepth, Math.max(...tree.depth));
        }
      }
    }
  });

  it('of a profile without samples is its root', () => {
    const profile = randomProfile(1, 0);
    const tree = buildCallTree(profile, buildFrames(profile, 'functions'), 0);
    assert.deepEqual([tree.count, tree.total[0], tree.subtreeEnd[0], tree.parent[0]], [1, 0, 1, -1]);
  });
});

describe('buildFrames', () => {
  it('puts lines in one frame exactly when the kept parts are equal', () => {
    const profile = randomProfile(7);
    const { locations, functions, strings } = profile;
    for (const granularity of granularities) {
      const frames = buildFrames(profile, granularity);
      for (let l = 0; l < locations.count; l++) {
        const lines = locations.lineOffset[l + 1] - locations.lineOffset[l];
        assert.equal(frames.locationOffset[l + 1] - frames.locationOffset[l], Math.max(1, lines));
        for (let i = 0; i < lines; i++) {
          const name = frames.name[frames.locationFrame[frames.locationOffset[l] + i]];
          const f = locations.lineFunction[locations.lineOffset[l] + i];
          const wanted = strings.text(granularity === 'files' ? functions.filename[f] : functions.name[f]);
          assert.ok(name.includes(wanted), `${granularity}: ${name} of ${wanted}`);
        }
      }
    }
  });
});

describe('cleanPath', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['/a//b/./c/../d', '/a/b/d'],
    ['../x', '../x'],
    ['./main.go', 'main.go'],
    ['/..', '/'],
    ['a/..', '.'],
    ['/usr/local/go/src/runtime/proc.go', '/usr/local/go/src/runtime/proc.go'],
    ['', ''],
  ];
  for (const [path, clean] of cases) it(`of '${path}' is '${clean}'`, () => assert.equal(cleanPath(path), clean));
});
