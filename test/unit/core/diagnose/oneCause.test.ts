import assert from 'node:assert/strict';
import { combinations, readingOf, type Signs } from '../../../../src/core/diagnose/combinations';
import { ringsOf } from '../../../../src/core/diagnose/deadlock';
import { isAtLeast } from '../../../../src/core/diagnose/finding';
import { oneCauseEach, type RuleDrafts } from '../../../../src/core/diagnose/oneCause';
import type { Draft, Rule } from '../../../../src/core/diagnose/rule';

function rule(id: string, ...drafts: readonly Partial<Draft>[]): RuleDrafts {
  const own: Rule = { id, summary: id, docs: `https://docs/${id}`, find: () => Promise.resolve([]) };
  return { rule: own, drafts: drafts.map((draft) => ({ ...plain, title: id, ...draft })) };
}

const evidence = (text: string) => ({ profile: 'block', text, value: 1, unit: 'count', share: null, frames: [] });
const plain: Draft = {
  grade: 'likely',
  title: '',
  detail: '',
  place: { file: 'a.go', line: 1 },
  evidence: [],
  refute: '',
  advice: '',
  weight: 0.5,
  explains: [],
};

function told(...all: readonly RuleDrafts[]): readonly string[] {
  return oneCauseEach(all).map(
    ({ rule: id, grade, location, evidence: own }) =>
      `${id} ${grade} ${location?.line ?? '-'} [${own.map(({ text }) => text).join(' ')}]`,
  );
}

describe('one cause each', () => {
  const here = { explains: ['site:1'], evidence: [evidence('one')] };

  it('keeps the surer of two that explain the same, with the evidence of both', () => {
    const surer = { ...here, grade: 'proven' as const, evidence: [evidence('two')], place: { file: 'a.go', line: 2 } };
    assert.deepEqual(told(rule('a', here), rule('b', surer)), ['b proven 2 [two one]']);
  });

  it('keeps the earlier of two that are as sure', () => {
    assert.deepEqual(told(rule('a', here), rule('b', here)), ['a likely 1 [one]']);
  });

  it('keeps two causes of one rule that share what they explain', () => {
    const there = { ...here, place: { file: 'b.go', line: 9 } };
    assert.deepEqual(told(rule('a', here, there)), ['a likely 1 [one]', 'a likely 9 [one]']);
  });

  it('says once what a rule says several times about one line', () => {
    assert.deepEqual(told(rule('a', here, { ...here, evidence: [evidence('three')], grade: 'proven' })), [
      'a proven 1 [three one]',
    ]);
  });

  it('turns victims into evidence of their cause, whatever their grade', () => {
    const victim = { explains: ['site:2'], evidence: [evidence('waits')], grade: 'proven' as const };
    assert.deepEqual(told(rule('a', victim), rule('b', { ...here, victims: ['site:2'] })), ['b likely 1 [one waits]']);
  });

  it('keeps both where each would be the victim of the other', () => {
    const one = { explains: ['site:1'], victims: ['site:2'] };
    const two = { explains: ['site:2'], victims: ['site:1'], place: { file: 'b.go', line: 2 } };
    assert.equal(told(rule('a', one), rule('b', two)).length, 2);
  });

  it('puts the surest first, then what concerns most', () => {
    const all = [
      rule('small', { weight: 0.1 }),
      rule('large', { weight: 0.9 }),
      rule('sure', { weight: 0.1, grade: 'proven' }),
      rule('maybe', { weight: 0.9, grade: 'suspect', place: undefined }),
    ];
    assert.deepEqual(told(...all), [
      'sure proven 1 []',
      'large likely 1 []',
      'small likely 1 []',
      'maybe suspect - []',
    ]);
  });
});

describe('grades', () => {
  it('are in order', () => {
    assert.ok(isAtLeast('proven', 'likely') && isAtLeast('likely', 'likely') && !isAtLeast('suspect', 'likely'));
  });
});

describe('combinations of profiles', () => {
  const signs = (
    goroutines?: boolean,
    heap?: boolean,
    block?: boolean,
    mutex?: boolean,
    collection?: boolean,
  ): Signs => ({
    goroutines,
    heap,
    block,
    mutex,
    collection,
  });
  const cases: readonly (readonly [string, Signs, RegExp])[] = [
    ['goroutines↑ heap↑ block–', signs(true, true, false, false, false), /^Goroutines and the memory/],
    ['goroutines↑ heap– block–', signs(true, false, false, false, false), /^Goroutines get more/],
    ['goroutines↑ block↑ mutex↑', signs(true, false, true, true, false), /faster than a lock/],
    ['goroutines↑ block↑ mutex–', signs(true, false, true, false, false), /something slow/],
    ['goroutines– block↑ mutex↑', signs(false, false, true, true, false), /get it late/],
    ['goroutines– block↑ mutex–', signs(false, false, true, false, false), /too narrow/],
    ['heap↑ alone', signs(false, true, false, false, false), /only grows/],
    ['collector busy, heap–', signs(false, false, false, false, true), /thrown away/],
    [
      'goroutines↑, the rates are off',
      signs(true, undefined, undefined, undefined, undefined),
      /^The number of goroutines grows/,
    ],
    ['nothing', signs(false, false, false, false, false), /^$/],
    ['nothing known', signs(), /^$/],
  ];
  for (const [name, given, text] of cases) it(name, () => assert.match(readingOf(given).text, text));

  it('has no row that an earlier one hides', () => {
    const all = [true, false, undefined];
    const reached = new Set<string>();
    for (const g of all)
      for (const h of all)
        for (const b of all)
          for (const m of all) for (const c of all) reached.add(readingOf(signs(g, h, b, m, c)).text);
    assert.deepEqual(
      combinations.filter(({ text }) => !reached.has(text)),
      [],
    );
  });
});

describe('rings of locks', () => {
  const waiter = (id: number, wants: string, ...holds: readonly string[]) => ({ id, wants, holds });

  it('finds who waits for whom, in that order, and who waits for itself', () => {
    assert.deepEqual(ringsOf([waiter(1, 'a', 'b'), waiter(2, 'b', 'a')]), [[1, 2]]);
    assert.deepEqual(ringsOf([waiter(1, 'a', 'b'), waiter(2, 'b', 'c'), waiter(3, 'c', 'a')]), [[1, 3, 2]]);
    assert.deepEqual(ringsOf([waiter(1, 'a', 'a')]), [[1]]);
  });

  it('finds none in a queue, and does not count those behind a ring', () => {
    assert.deepEqual(ringsOf([waiter(1, 'a'), waiter(2, 'a'), waiter(3, 'b', 'a')]), []);
    assert.deepEqual(ringsOf([waiter(0, 'a'), waiter(1, 'a', 'b'), waiter(2, 'b', 'a')]), [[1, 2]]);
  });
});
