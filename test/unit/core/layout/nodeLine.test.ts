import assert from 'node:assert/strict';
import { detailsOfNode, type NodeDetails } from '../../../../src/core/layout/nodeLine';
import { build } from './stacks';

function detailsAt(text: string, path: string): NodeDetails {
  const built = build(text);
  return detailsOfNode({ ...built, filter: undefined }, built.at(path), 1, 0);
}

function lineAt(text: string, path: string): string {
  const { profile } = build(text);
  const { line } = detailsAt(text, path);
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

  it('is the first in the file of lines with the same value, whichever was sampled first', () => {
    const text = `
      main:3 work:14 sum:5 | 1 30
      main:3 work:12 sum:5 | 1 30
      main:3 work:13 sum:5 | 1 30`;
    assert.equal(lineAt(text, 'main/work'), 'work:12 no');
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

describe('another sample type of a node', () => {
  const text = `
    main work ~sum | 3 30
    main work      | 2 20
    main idle      | 4 40
                   | 1 10`;
  const beside = (path: string): readonly number[] => {
    const { besideSelf, besideTotal } = detailsAt(text, path);
    return [besideSelf, besideTotal];
  };

  it('is the sum over the stacks that go through it, and over those that end there', () => {
    assert.deepEqual(beside('main/work'), [2, 5]);
    assert.deepEqual(beside('main/work/sum'), [3, 3]);
    assert.deepEqual(beside('main'), [0, 9]);
  });

  it('is everything for the root, and stacks without frames are its own', () => {
    assert.deepEqual(beside(''), [1, 10]);
  });
});
