import assert from 'node:assert/strict';
import { lineOfNode } from '../../../../src/core/layout/nodeLine';
import { groupSamplesByNode, nodesOfSamples, totalsPerNode } from '../../../../src/core/layout/sampleNodes';
import { build } from './stacks';

function lineAt(text: string, path: string): string {
  const { profile, frames, tree, at } = build(text);
  const samples = groupSamplesByNode(nodesOfSamples(profile, frames, tree), tree.count);
  const line = lineOfNode(profile, frames, tree, samples, profile.samples.values[1], at(path));
  if (line === undefined) return 'none';
  return `${profile.strings.text(profile.functions.name[line.function])}:${line.line} ${line.inlined}`;
}

describe('line of a node', () => {
  it('is the call with the largest value for an inner frame', () => {
    const text = `
      main:3 work:12 sum:5 | 1 30
      main:3 work:14 sum:5 | 1 70
      main:3 work:12 sum:6 | 1 30`;
    assert.equal(lineAt(text, 'main/work'), 'work:14 no');
    assert.equal(lineAt(text, 'main'), 'main:3 no');
  });

  it('is the sampled line for a leaf', () => {
    const text = `
      main:3 sum:5 | 1 10
      main:3 sum:6 | 1 20
      main:3 sum:5 | 1 15`;
    assert.equal(lineAt(text, 'main/sum'), 'sum:5 no');
  });

  it('counts only the stacks that pass through the node', () => {
    const text = `
      a:1 work:12 | 1 10
      b:1 work:99 | 1 90`;
    assert.equal(lineAt(text, 'a/work'), 'work:12 no');
  });

  it('finds inlined frames and says so', () => {
    const text = `
      main:3 work:12 ~sum:5 ~add:7 | 1 30
      main:3 work:12 tail:9        | 1 10`;
    assert.equal(lineAt(text, 'main/work'), 'work:12 no');
    assert.equal(lineAt(text, 'main/work/sum'), 'sum:5 yes');
    assert.equal(lineAt(text, 'main/work/sum/add'), 'add:7 yes');
    assert.equal(lineAt(text, 'main/work/tail'), 'tail:9 no');
    assert.equal(lineAt('main:3 ~sum:5 | 1 30\nmain:3 sum:5 | 1 10', 'main/sum'), 'sum:5 some');
  });

  it('keeps the two frames of a recursion apart', () => {
    const text = `
      f:1 f:2 f:3 | 1 10
      f:1 f:4     | 1 5`;
    assert.equal(lineAt(text, 'f/f'), 'f:2 no');
    assert.equal(lineAt(text, 'f/f/f'), 'f:3 no');
  });

  it('has no answer for the root', () => {
    assert.equal(lineAt('main:3 | 1 1', ''), 'none');
  });
});

describe('samples behind a node', () => {
  it('are those that end in its subtree', () => {
    const { profile, frames, tree, at } = build(`
      main work sum | 1 30
      main idle     | 1 20
      main work     | 1 10`);
    const nodeOf = nodesOfSamples(profile, frames, tree);
    assert.deepEqual(Array.from(nodeOf), [at('main/work/sum'), at('main/idle'), at('main/work')]);
    const { offset, order } = groupSamplesByNode(nodeOf, tree.count);
    const work = at('main/work');
    const behind = Array.from(order.subarray(offset[work], offset[tree.subtreeEnd[work]]));
    assert.deepEqual(behind.sort(), [0, 2]);
  });

  it('give the totals of another sample type', () => {
    const { profile, frames, tree, at } = build(`
      main work sum | 3 30
      main idle     | 2 20`);
    const counts = totalsPerNode(tree, nodesOfSamples(profile, frames, tree), profile.samples.values[0]);
    assert.equal(counts[0], 5);
    assert.equal(counts[at('main/work')], 3);
  });

  it('leave out what the tree does not hold', () => {
    const { profile, frames, tree } = build(`
      main work | 1 30
      main none | 1 0`);
    const nodeOf = nodesOfSamples(profile, frames, tree);
    assert.equal(nodeOf[1], -1);
    assert.equal(groupSamplesByNode(nodeOf, tree.count).order.length, 1);
  });
});
