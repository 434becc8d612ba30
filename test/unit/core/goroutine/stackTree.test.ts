import assert from 'node:assert/strict';
import { parseDump } from '../../../../src/core/goroutine/dump';
import { StackTree } from '../../../../src/core/goroutine/stackTree';

describe('a tree of stacks', () => {
  it('gives the same node for the same stack, and another one for every other', () => {
    const tree = new StackTree();
    const nodeOf = (codes: readonly number[]): number => {
      tree.current = -1;
      for (const code of codes) tree.push(code);
      return tree.current;
    };
    const stacks = [[], [1], [1, 2], [1, 3], [1, 4], [2], [2, 2], [1, 3, 2], [1, 4, 2], [3, 1, 1]];
    const first = stacks.map(nodeOf);
    assert.equal(new Set(first).size, stacks.length);
    assert.deepEqual(stacks.toReversed().map(nodeOf).toReversed(), first);
  });
});

describe('a place with a colon behind the line number', () => {
  it('is no place, whether the stack is the first of its kind or not', () => {
    const goroutine = (id: number, offset: string): string =>
      `goroutine ${id} [select]:\nmain.work(0x1)\n\t/srv/main.go:5 ${offset}\nmain.main()\n\t/srv/main.go:9 +0x1\n\n`;
    const text = goroutine(1, '+0x1:d') + goroutine(2, '+0x1d') + goroutine(3, '+0x1d') + goroutine(4, '+0x1:d');
    const { goroutines } = parseDump(new TextEncoder().encode(text)).profile;
    const sample = goroutines!.sample;
    assert.equal(sample[1], sample[2]);
    assert.equal(sample[0], sample[3]);
    assert.notEqual(sample[0], sample[1]);
  });
});
