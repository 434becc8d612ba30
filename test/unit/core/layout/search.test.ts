import assert from 'node:assert/strict';
import type { NodeIndex } from '../../../../src/core/analyze/callTree';
import {
  matchesOf,
  matchingFrames,
  matchOrdinal,
  neighbourMatch,
  parseQuery,
  type Matches,
} from '../../../../src/core/layout/search';
import { build } from './stacks';

const sample = build(`
  main.main net/http.Serve orders.List orders.List sort.Sort | 50
  main.main net/http.Serve orders.Get                        | 30
  runtime.gc                                                 | 20`);

function find(text: string): Matches {
  const query = parseQuery(text);
  if (query.kind !== 'matcher') throw new Error(`${text} is ${query.kind}`);
  return matchesOf(sample.tree, matchingFrames(sample.frames.name, query.matches));
}

describe('search', () => {
  it('matches text anywhere, whatever the case', () => {
    const found = find('ORDERS.');
    assert.deepEqual([found.frameCount, found.nodes.length, found.total], [2, 3, 80]);
  });

  it('counts a stack once, however often it matches', () => {
    assert.equal(find('List').total, 50);
    assert.equal(find('main').total, 80);
    assert.equal(find('/./').total, 100);
  });

  it('takes /re/ as a regular expression', () => {
    assert.equal(find('/^(runtime|SORT)\\./').total, 70);
    assert.equal(find('/^(runtime|SORT)\\./u').total, 20);
    assert.equal(find('/List/g').nodes.length, 2);
  });

  it('takes a lone slash and characters of expressions as text', () => {
    assert.equal(find('net/http').total, 80);
    assert.equal(find('/').total, 80);
    assert.equal(find('(').total, 0);
  });

  it('says what is wrong with an expression', () => {
    const query = parseQuery('/(/');
    assert.equal(query.kind, 'invalid');
    assert.equal(parseQuery('  ').kind, 'none');
  });

  it('goes from match to match and around', () => {
    const found = find('orders');
    const walk = (from: NodeIndex | undefined, direction: 'next' | 'previous'): string =>
      sample.name(neighbourMatch(found, from, direction));
    assert.equal(neighbourMatch(found, undefined, 'next'), found.nodes[0]);
    assert.equal(neighbourMatch(found, found.nodes[2] as NodeIndex, 'next'), found.nodes[0]);
    assert.equal(neighbourMatch(found, found.nodes[0] as NodeIndex, 'previous'), found.nodes[2]);
    assert.equal(walk(sample.at('main.main/net/http.Serve'), 'next'), 'orders.List');
    assert.equal(walk(sample.at('runtime.gc'), 'previous'), 'orders.Get');
    assert.equal(neighbourMatch(find('nothing'), undefined, 'next'), undefined);
  });

  it('numbers the matches', () => {
    const found = find('orders');
    assert.equal(matchOrdinal(found, found.nodes[1] as NodeIndex), 1);
    assert.equal(matchOrdinal(found, sample.at('main.main')), -1);
  });
});
