// Short texts in the code: what goroutines say of functions and of the statements that started them.

import assert from 'node:assert/strict';
import { functionTitle, statementTitle } from '../../../../src/host/annotate/goroutineTexts';

describe('texts of goroutines', () => {
  const none = { inside: 1, waiting: 0, states: [], oldestWait: -1, change: undefined, trend: '' };

  it('leave out what is not known', () => {
    assert.equal(functionTitle(none, 'goroutine'), '1 goroutine');
    assert.equal(
      functionTitle({ ...none, inside: 3, waiting: 2 }, 'leaked goroutine'),
      '3 leaked goroutines · 2 waiting here',
    );
  });

  it('tell states, the oldest wait and the change', () => {
    const states = [
      ['chan receive', 4],
      ['select', 2],
      ['IO wait', 1],
    ] as const;
    assert.equal(
      functionTitle({ inside: 7, waiting: 7, states, oldestWait: 12, change: -3, trend: '' }, 'goroutine'),
      '7 goroutines · 7 right here · chan receive 4, select 2 · oldest 12 min · −3',
    );
    assert.equal(functionTitle({ ...none, change: 0, trend: '' }, 'goroutine'), '1 goroutine · ±0');
  });

  it('tell what became of those that a statement started', () => {
    const counts = { statement: 0, live: 4, blocked: 3, leaked: 1, oldestWait: 9, creators: [] };
    const told = '4 goroutines started here · 3 blocked · 1 leaked · oldest 9 min';
    assert.equal(statementTitle(counts, { change: undefined, trend: '' }), told);
    assert.equal(statementTitle(counts, { change: 2, trend: '+12/min ▁▇' }), `${told} · +2 · +12/min ▁▇`);
  });
});
