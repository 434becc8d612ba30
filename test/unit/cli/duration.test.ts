import assert from 'node:assert/strict';
import { durationOf } from '../../../src/cli/duration';
import { UsageError } from '../../../src/cli/usageError';

describe('a duration', () => {
  it('is read as Go writes it, or as seconds', () => {
    const read = (text: string): number => durationOf('wait', text);
    assert.deepEqual(
      ['30s', '1m30s', '500ms', '1.5h', '20', '0.5'].map(read),
      [30_000, 90_000, 500, 5_400_000, 20_000, 500],
    );
  });

  it('is refused where it is something else', () => {
    for (const text of ['', 's', '10x', '1m 30s', '-5s', '5s!', 'NaN']) {
      assert.throws(() => durationOf('wait', text), UsageError, text);
    }
  });
});
