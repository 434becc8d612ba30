import assert from 'node:assert/strict';
import type { CallTree } from '../../../../src/core/analyze/callTree';
import { buildFlameRows, rangeOfNode, wholeExtent } from '../../../../src/core/layout/flameRows';
import { nodeAt } from '../../../../src/core/layout/hitTest';
import { rangeOf, type CssPx, type FlameView, type XRange } from '../../../../src/core/layout/spaces';
import { layoutVisible, VisibleBoxes } from '../../../../src/core/layout/visibleBoxes';
import { build } from './stacks';

const sample = build(`
  main work sum   | 40
  main work       | 20
  main idle       | 30
  init            | 10`);

function view(range: XRange, width = 100, height = 200, scrollTop = 0): FlameView {
  return {
    range,
    width: width as CssPx,
    height: height as CssPx,
    scrollTop: scrollTop as CssPx,
    rowHeight: 20 as CssPx,
  };
}

/** The boxes as text: `depth name left-right`, `…` for a collapsed one. */
function draw(tree: CallTree, names: (node: number) => string, at: FlameView, minWidth = 1): string[] {
  const boxes = new VisibleBoxes();
  layoutVisible(buildFlameRows(tree), at, minWidth as CssPx, boxes);
  return Array.from({ length: boxes.count }, (_, i) => {
    const name = boxes.node[i] < 0 ? '…' : names(boxes.node[i]);
    return `${boxes.depth[i]} ${name} ${round(boxes.left[i])}-${round(boxes.right[i])}`;
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** One root with `widths` as children. */
function flat(widths: readonly number[]): CallTree {
  const total = widths.reduce((sum, w) => sum + w, 0);
  const count = widths.length + 1;
  return {
    count,
    parent: Int32Array.from({ length: count }, (_, i) => (i === 0 ? -1 : 0)),
    subtreeEnd: Int32Array.from({ length: count }, (_, i) => (i === 0 ? count : i + 1)),
    depth: Int32Array.from({ length: count }, (_, i) => (i === 0 ? 0 : 1)),
    frame: Int32Array.from({ length: count }, (_, i) => i - 1),
    self: Float64Array.from([0, ...widths]),
    total: Float64Array.from([total, ...widths]),
    maxDepth: 1,
  };
}

describe('flame layout', () => {
  it('puts children from the left under their parent and leaves the self value on the right', () => {
    assert.deepEqual(draw(sample.tree, sample.name, view(rangeOf(0, 100))), [
      '0 root 0-100',
      '1 main 0-90',
      '1 init 90-100',
      '2 work 0-60',
      '2 idle 60-90',
      '3 sum 0-40',
    ]);
  });

  it('fills the width with a zoomed box: ancestors above it are cut, its children below fill it', () => {
    const rows = buildFlameRows(sample.tree);
    const range = rangeOfNode(rows, sample.at('main/work'));
    assert.deepEqual(draw(sample.tree, sample.name, view(range, 600)), [
      '0 root 0-600',
      '1 main 0-600',
      '2 work 0-600',
      '3 sum 0-400',
    ]);
  });

  it('shows only the rows on screen', () => {
    assert.deepEqual(draw(sample.tree, sample.name, view(rangeOf(0, 100), 100, 21, 40)), [
      '2 work 0-60',
      '2 idle 60-90',
      '3 sum 0-40',
    ]);
  });

  it('collapses neighbours that are each too thin, and keeps a wide box between them', () => {
    const tree = flat([0.4, 0.4, 0.4, 50, 0.1, 0.1, 48.6]);
    assert.deepEqual(
      draw(tree, (n) => String(n), view(rangeOf(0, 100))),
      ['0 0 0-100', '1 … 0-1.2', '1 4 1.2-51.2', '1 … 51.2-51.4', '1 7 51.4-100'],
    );
  });

  it('loses nothing: collapsed and drawn boxes together cover what the row covers', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const tree = flat(Array.from({ length: 5000 }, () => (random() < 0.99 ? random() * 0.01 : random() * 5)));
    const total = tree.total[0];
    for (const [from, to] of [
      [0, 1],
      [0.3, 0.30001],
      [0.5, 0.9],
    ] as const) {
      const boxes = new VisibleBoxes();
      layoutVisible(buildFlameRows(tree), view(rangeOf(from * total, to * total), 1000), 1 as CssPx, boxes);
      let covered = 0;
      let last = 0;
      for (let i = 0; i < boxes.count; i++) {
        if (boxes.depth[i] !== 1) continue;
        assert.ok(boxes.left[i] >= last - 1e-6, 'boxes overlap');
        last = boxes.right[i];
        covered += boxes.right[i] - boxes.left[i];
      }
      assert.ok(Math.abs(covered - 1000) < 1, `covers ${covered} of 1000`);
      assert.ok(boxes.count < 2100, `${boxes.count} boxes`);
    }
  });

  it('sizes a difference by what changed, whatever its sign', () => {
    const { tree } = build(`
      main grown  | 30
      main shrunk | -20
      gone        | -10`);
    const rows = buildFlameRows(tree);
    assert.equal(tree.total[0], 0);
    assert.equal(wholeExtent(rows), 60);
    assert.deepEqual(
      Array.from(rows.extent).sort((a, b) => a - b),
      [10, 20, 30, 50, 60],
    );
  });

  it('draws nothing of an empty tree, in no space, or of zeros', () => {
    const empty = build('');
    assert.deepEqual(draw(empty.tree, empty.name, view(rangeOf(0, 0))), []);
    assert.deepEqual(draw(sample.tree, sample.name, view(rangeOf(0, 100), 0)), []);
    assert.deepEqual(draw(flat([0, 0]), String, view(rangeOf(0, 0))), []);
  });
});

describe('hit test', () => {
  const rows = buildFlameRows(sample.tree);
  const at = (x: number, y: number, v = view(rangeOf(0, 100))): string =>
    sample.name(nodeAt(rows, v, x as CssPx, y as CssPx));

  it('finds the box under a point, its left edge included and its right edge not', () => {
    assert.equal(at(0, 0), 'root');
    assert.equal(at(59.9, 45), 'work');
    assert.equal(at(60, 45), 'idle');
    assert.equal(at(95, 25), 'init');
  });

  it('finds nothing beside the boxes', () => {
    assert.equal(at(95, 45), 'none');
    assert.equal(at(50, 65), 'none');
    assert.equal(at(50, 85), 'none');
    assert.equal(at(50, -1), 'none');
    assert.equal(at(100, 0), 'none');
  });

  it('follows zoom and scroll', () => {
    assert.equal(at(10, 5, view(rangeOf(60, 90), 100, 200, 40)), 'idle');
  });

  it('finds a box too thin to draw', () => {
    const tree = flat([50, 0.001, 0.001, 49.998]);
    const found = nodeAt(buildFlameRows(tree), view(rangeOf(0, 100)), 50.0005 as CssPx, 25 as CssPx);
    assert.equal(found, 2);
  });
});
