import assert from 'node:assert/strict';
import { buildCallTree, buildPlacedTree, type CallTree } from '../../../../src/core/analyze/callTree';
import { completeTree } from '../../../../src/core/analyze/completeTree';
import { buildFrames, cleanPath, type FrameTable, granularities } from '../../../../src/core/analyze/frames';
import { expandStacks } from '../../../../src/core/analyze/stackFrames';
import { treeOfFewStacks } from '../../../../src/core/analyze/treeOfFewStacks';
import { nodesOfStacks } from '../../../../src/core/analyze/treeOfStacks';
import { openProfile } from '../../../../src/core/open';
import { inflateNative } from '../../../../src/node/inflate';
import { encodeProfile } from '../../../../src/core/profile/encode';
import type { Profile } from '../../../../src/core/profile/profile';
import { StringTable } from '../../../../src/core/profile/stringTable';
import { profileFromText } from '../layout/stacks';
import { random, randomProfile } from '../profile/randomProfile';

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

/** Stacks of up to a hundred frames that begin in a few ways, part there at any depth, or end there. */
function deepProfile(seed: number, count: number): Profile {
  const next = random(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const profile = profileFromText('main f:1 f:2 g:3 ~inlined:4 h:5 ~inlined:6 ~deeper:7 k:8 l:9 | 1');
  const beginnings = Array.from({ length: 5 }, () => Array.from({ length: 60 }, () => below(profile.locations.count)));
  const stackOffset = new Uint32Array(count + 1);
  const stackLocation: number[] = [];
  for (let i = 0; i < count; i++) {
    const stack = beginnings[below(5)].slice(0, [0, 12, 24, 40, below(60)][below(5)]);
    for (let n = below(2) * below(40); n > 0; n--) stack.push(below(profile.locations.count));
    stackLocation.push(...stack.reverse());
    stackOffset[i + 1] = stackLocation.length;
  }
  const values = [Float64Array.from({ length: count }, () => below(9) - 2)];
  const labelOffset = new Uint32Array(count + 1);
  return {
    ...profile,
    samples: { count, stackOffset, stackLocation: Int32Array.from(stackLocation), values, labelOffset },
  };
}

/** The tree in both ways, whichever of them is taken for so many stacks. */
function bothTrees(
  { samples }: Profile,
  frames: FrameTable,
): { readonly tree: CallTree; readonly nodeOf: Int32Array }[] {
  const { stackOffset, stackLocation, values, count } = samples;
  const [few, many] = [new Int32Array(count).fill(-1), new Int32Array(count).fill(-1)];
  const stacks = expandStacks(stackOffset, stackLocation, values[0], frames);
  return [
    { tree: treeOfFewStacks(stackOffset, stackLocation, values[0], frames, few), nodeOf: few },
    { tree: completeTree(nodesOfStacks(stacks, frames.count, many)), nodeOf: many },
  ];
}

/** A function and a location each, some of which inline the function before, and stacks that go through all of them. */
function wideProfile(functions: number, count: number): Profile {
  const next = random(functions);
  const below = (n: number): number => Math.floor(next() * n);
  const rows = <T>(n: number, value: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => value(i));
  const small = profileFromText('main:1 | 1');
  const lineOffset = new Uint32Array(functions + 1);
  const lineFunction: number[] = [];
  for (let l = 0; l < functions; l++) {
    if (l % 7 === 6) lineFunction.push(l - 1);
    lineFunction.push(l);
    lineOffset[l + 1] = lineFunction.length;
  }
  const stacks = rows(count, () => [...rows(below(30), () => below(functions)), below(4) === 0 ? 1 : functions - 1]);
  const stackOffset = new Uint32Array(count + 1);
  stacks.forEach((stack, i) => (stackOffset[i + 1] = stackOffset[i] + stack.length));
  const file = functions + 1;
  return {
    ...small,
    sampleTypes: small.sampleTypes.slice(0, 1),
    strings: StringTable.from(['', ...rows(functions, (f) => `main.f${f}`), '/src/main.go', 'samples', 'count']),
    functions: {
      count: functions,
      name: Int32Array.from(rows(functions, (f) => f + 1)),
      systemName: Int32Array.from(rows(functions, (f) => f + 1)),
      filename: new Int32Array(functions).fill(file),
      startLine: new Int32Array(functions),
    },
    locations: {
      count: functions,
      mapping: new Int32Array(functions).fill(-1),
      address: new BigUint64Array(functions),
      isFolded: new Uint8Array(functions),
      lineOffset,
      lineFunction: Int32Array.from(lineFunction),
      lineNumber: new Int32Array(lineFunction.length).fill(1),
      lineColumn: new Int32Array(lineFunction.length),
    },
    samples: {
      count,
      stackOffset,
      stackLocation: Int32Array.from(stacks.flat()),
      values: [Float64Array.from(rows(count, () => 1 + below(5)))],
      labelOffset: new Uint32Array(count + 1),
    },
  };
}

/** Leaf first. */
function stackAt(tree: CallTree, node: number): number[] {
  const frames: number[] = [];
  for (let n = node; n > 0; n = tree.parent[n]) frames.push(tree.frame[n]);
  return frames;
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

  // So many that they are dealt to several heaps.
  for (const count of [3, 200, 40_000])
    it(`is the tree of ${count} deep stacks, and says where each ends`, () => {
      for (let seed = 1; seed <= (count > 1000 ? 1 : 40); seed++) {
        const profile = deepProfile(seed, count);
        const { stackOffset, stackLocation, values } = profile.samples;
        const frames = buildFrames(profile, 'functions');
        const [{ tree, nodeOf }, many] = bothTrees(profile, frames);
        compare(tree, 0, plainTree(profile, frames, 0));
        assert.deepEqual(many, { tree, nodeOf });
        assert.deepEqual(buildPlacedTree(profile, frames, 0), { tree, nodeOf });
        for (let i = 0; i < count; i++) {
          if (values[0][i] === 0) {
            assert.equal(nodeOf[i], -1);
            continue;
          }
          const stack = [...stackLocation.subarray(stackOffset[i], stackOffset[i + 1])].flatMap((l) => [
            ...frames.locationFrame.subarray(frames.locationOffset[l], frames.locationOffset[l + 1]),
          ]);
          assert.deepEqual(stackAt(tree, nodeOf[i]), stack);
        }
      }
    });

  it('is the same for few stacks and for many', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const profile = seed % 3 === 0 ? deepProfile(seed, 200) : randomProfile(seed, 300);
      const frames = buildFrames(profile, granularities[seed % granularities.length]);
      const [few, many] = bothTrees(profile, frames);
      compare(many.tree, 0, plainTree(profile, frames, 0));
      assert.deepEqual(few, many);
    }
  });

  // Frames are kept in 16 bits where they fit.
  for (const functions of [0xfffe, 0xffff, 0x10000, 70_000])
    it(`is the tree of a program with ${functions} functions`, () => {
      const { profile } = openProfile(encodeProfile(wideProfile(functions, 2000)), { inflate: inflateNative });
      const frames = buildFrames(profile, 'functions');
      assert.equal(frames.count, functions);
      assert.ok(Math.max(...profile.samples.stackLocation) >= functions - 1);
      const plain = plainTree(profile, frames, 0);
      for (const { tree } of bothTrees(profile, frames)) compare(tree, 0, plain);
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
