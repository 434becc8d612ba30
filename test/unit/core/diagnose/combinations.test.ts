// The table of what the profiles say together: each of the sixteen combinations of goroutines, heap, block and mutex, and
// what is said when a profile is missing.

import assert from 'node:assert/strict';
import {
  combinations,
  memoryRules,
  queueRules,
  readingOf,
  type Signs,
} from '../../../../src/core/diagnose/combinations';
import { rules } from '../../../../src/core/diagnose/rules';

const texts = {
  behindLock: 'Requests come faster than a lock lets them through: they queue behind whoever holds it.',
  lostWithMemory:
    'Goroutines and the memory that they hold get more, and they do not queue for a lock or a pool: they are lost, or serve clients that stay.',
  lost: 'Goroutines get more, and do not queue for a lock or a pool: they are lost, or serve clients that stay.',
  slow: 'More work comes than is done: goroutines wait for something slow, and their number grows.',
  lock: 'Goroutines wait for a lock, and get it late: it is held too long or by too many.',
  kept: 'Memory is kept without goroutines that keep it: a map, a slice or a cache that only grows.',
  narrow: 'Goroutines wait for each other, though not for a lock: a pool or a channel is too narrow.',
} as const;

/** goroutine, heap, block, mutex: `+` for up. */
const expected: Readonly<Record<string, string>> = {
  '- - - -': '',
  '- - - +': texts.lock,
  '- - + -': texts.narrow,
  '- - + +': texts.lock,
  '- + - -': texts.kept,
  '- + - +': texts.lock,
  '- + + -': texts.kept,
  '- + + +': texts.lock,
  '+ - - -': texts.lost,
  '+ - - +': texts.behindLock,
  '+ - + -': texts.slow,
  '+ - + +': texts.behindLock,
  '+ + - -': texts.lostWithMemory,
  '+ + - +': texts.behindLock,
  '+ + + -': texts.slow,
  '+ + + +': texts.behindLock,
};

function signs(text: string): Signs {
  const [goroutines, heap, block, mutex] = text.split(' ').map((sign) => (sign === '?' ? undefined : sign === '+'));
  return { goroutines, heap, block, mutex, collection: false };
}

describe('the table of combinations', () => {
  it('has all sixteen of goroutines, heap, block and mutex', () => {
    const all = Array.from({ length: 16 }, (_, i) => [8, 4, 2, 1].map((bit) => ((i & bit) > 0 ? '+' : '-')).join(' '));
    assert.deepEqual(Object.keys(expected).sort(), [...all].sort());
    assert.deepEqual(Object.fromEntries(all.map((one) => [one, readingOf(signs(one)).text])), expected);
  });

  it('needs every row', () => {
    const kinds = [true, false, undefined];
    const said = new Set<string>();
    for (const goroutines of kinds)
      for (const heap of kinds)
        for (const block of kinds)
          for (const mutex of kinds)
            for (const collection of kinds) said.add(readingOf({ goroutines, heap, block, mutex, collection }).text);
    assert.deepEqual(
      combinations.filter(({ text }) => !said.has(text)),
      [],
    );
  });

  it('says nothing that needs a profile that is not there', () => {
    assert.equal(readingOf(signs('? ? ? ?')).text, '');
    assert.equal(readingOf(signs('+ ? ? ?')).text, 'The number of goroutines grows.');
    assert.equal(readingOf(signs('? + ? ?')).text, '');
    assert.equal(readingOf(signs('? ? ? +')).text, texts.lock);
  });

  it('tells a busy collector where nothing else stands out', () => {
    const quiet = { ...signs('- - - -'), collection: true };
    assert.match(readingOf(quiet).text, /^Much is allocated and thrown away/);
    assert.match(readingOf({ ...quiet, heap: undefined }).text, /^The collector is busy\b/);
    assert.equal(readingOf({ ...quiet, heap: true }).text, texts.kept);
  });

  it('do not say otherwise than the first finding', () => {
    const rest = { heap: false, collection: false };
    const lock = { goroutines: true, block: true, mutex: true, ...rest };
    assert.equal(readingOf(lock, 'deadlock').text, texts.behindLock);
    assert.equal(readingOf(lock, 'connection-pool-exhausted').text, texts.slow);
    assert.equal(readingOf(lock, 'channel-send-without-receiver').text, 'The number of goroutines grows.');
    const none = { goroutines: true, block: false, mutex: false, ...rest };
    assert.equal(readingOf(none, 'channel-send-without-receiver').text, texts.lost);
    assert.equal(readingOf(none, 'connection-pool-exhausted').text, 'The number of goroutines grows.');
    const kept = { goroutines: false, heap: true, block: false, mutex: false, collection: false };
    assert.equal(readingOf(kept, 'heap-growth').text, texts.kept);
    assert.equal(readingOf(kept, 'blocking-call-in-defer').text, '');
    const ids = new Set(rules.map(({ id }) => id));
    assert.deepEqual(
      [...Object.keys(queueRules), ...memoryRules].filter((id) => !ids.has(id)),
      [],
    );
  });
});
