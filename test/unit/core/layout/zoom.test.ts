import assert from 'node:assert/strict';
import type { NodeIndex } from '../../../../src/core/analyze/callTree';
import { buildFlameRows, rangeOfNode } from '../../../../src/core/layout/flameRows';
import { rangeOf } from '../../../../src/core/layout/spaces';
import { spanningNode } from '../../../../src/core/layout/zoom';
import { build } from './stacks';

const sample = build(`
  main serve handle list | 60
  main serve handle get  | 30
  gc                     | 10`);
const rows = buildFlameRows(sample.tree);
const root = 0 as NodeIndex;

function spanning(left: number, right: number, chosen = root): string {
  return sample.name(spanningNode(rows, rangeOf(left, right), chosen));
}

describe('zoomed box', () => {
  it('is the root while everything is shown', () => {
    assert.equal(spanning(0, 100), 'root');
    assert.equal(spanning(50, 95), 'root');
  });

  it('is the deepest box that spans the view', () => {
    assert.equal(spanning(10, 50), 'list');
    assert.equal(spanning(60, 90), 'get');
    assert.equal(spanning(90, 100), 'gc');
  });

  it('is the topmost of boxes that stand below each other, or the one that was chosen', () => {
    assert.equal(spanning(0, 90), 'main');
    assert.equal(spanning(0, 90, sample.at('main/serve')), 'serve');
    assert.equal(spanning(10, 50, sample.at('main/serve')), 'list');
  });

  it('survives rounding', () => {
    const range = rangeOfNode(rows, sample.at('main/serve/handle/get'));
    assert.equal(spanning(range.left - 1e-9, range.right + 1e-9), 'get');
  });
});
