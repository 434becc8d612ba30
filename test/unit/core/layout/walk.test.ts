import assert from 'node:assert/strict';
import { buildFlameRows } from '../../../../src/core/layout/flameRows';
import { nodeOfPath, pathOfNode } from '../../../../src/core/layout/nodePath';
import { stepFrom, visibleChildren, type Direction } from '../../../../src/core/layout/walk';
import { build } from './stacks';

const sample = build(`
  main wide deep  | 60
  main middle     | 30
  main thin       | 1
  main other      | 9`);
const rows = buildFlameRows(sample.tree);

function step(path: string, direction: Direction, minExtent = 0): string {
  return sample.name(stepFrom(rows, sample.at(path), direction, minExtent));
}

describe('keyboard walk', () => {
  it('goes up to the parent and ends at the root', () => {
    assert.equal(step('main/wide', 'parent'), 'main');
    assert.equal(step('main', 'parent'), 'root');
    assert.equal(step('', 'parent'), 'none');
  });

  it('goes down to the widest child and ends at a leaf', () => {
    assert.equal(step('main', 'child'), 'wide');
    assert.equal(step('main/wide/deep', 'child'), 'none');
  });

  it('goes to the siblings and stops at the ends', () => {
    assert.equal(step('main/wide', 'next'), 'middle');
    assert.equal(step('main/middle', 'previous'), 'wide');
    assert.equal(step('main/wide', 'previous'), 'none');
    assert.equal(step('main/thin', 'next'), 'none');
    assert.equal(step('', 'next'), 'none');
  });

  it('never leads to a box too thin to see', () => {
    assert.equal(step('main/other', 'next', 5), 'none');
    assert.equal(step('main', 'child', 70), 'none');
    const names = visibleChildren(rows, sample.at('main'), 5, 10).map(sample.name);
    assert.deepEqual(names, ['wide', 'middle', 'other']);
  });
});

describe('path of a node', () => {
  it('leads back to the node', () => {
    for (let node = 0; node < sample.tree.count; node++) {
      const path = pathOfNode(sample.tree, sample.frames, node as never);
      assert.deepEqual(nodeOfPath(sample.tree, sample.frames, path), { node, matched: path.length });
    }
  });

  it('leads as far as the tree has it', () => {
    const path = [...pathOfNode(sample.tree, sample.frames, sample.at('main/wide')), 12345];
    assert.deepEqual(nodeOfPath(sample.tree, sample.frames, path), { node: sample.at('main/wide'), matched: 2 });
    assert.deepEqual(nodeOfPath(sample.tree, sample.frames, [99]), { node: 0, matched: 0 });
  });
});
