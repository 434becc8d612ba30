import assert from 'node:assert/strict';
import {
  clampRange,
  isWhole,
  panned,
  pannedTo,
  rangeOf,
  toCssX,
  toProfileX,
  widthOf,
  zoomedAt,
  type CssPx,
  type ProfileX,
} from '../../../../src/core/layout/spaces';

describe('coordinate spaces', () => {
  const view = { range: rangeOf(200, 300), width: 400 as CssPx };

  it('goes from profile to CSS space and back', () => {
    assert.equal(toCssX(view, 225 as ProfileX), 100);
    assert.equal(toProfileX(view, 100 as CssPx), 225);
  });

  it('keeps the anchor in place while zooming', () => {
    const zoomed = zoomedAt(view.range, 225 as ProfileX, 2, 1000);
    assert.equal(widthOf(zoomed), 50);
    assert.equal(toCssX({ ...view, range: zoomed }, 225 as ProfileX), 100);
  });

  it('never leaves the whole, however it is zoomed or panned', () => {
    assert.deepEqual(panned(view.range, -500, 1000), rangeOf(0, 100));
    assert.deepEqual(panned(view.range, 5000, 1000), rangeOf(900, 1000));
    assert.deepEqual(zoomedAt(view.range, 225 as ProfileX, 0.0001, 1000), rangeOf(0, 1000));
    assert.ok(isWhole(zoomedAt(view.range, 225 as ProfileX, 0.0001, 1000), 1000));
  });

  it('stops zooming before doubles run out of digits', () => {
    let range = rangeOf(0, 1e15);
    for (let i = 0; i < 100; i++) range = zoomedAt(range, (1e15 / 3) as ProfileX, 2, 1e15);
    assert.ok(Math.abs(widthOf(range) / (1e15 / 2 ** 30) - 1) < 1e-6);
  });

  it('answers nonsense with the whole', () => {
    assert.deepEqual(clampRange(Number.NaN, 5, 100), rangeOf(0, 100));
    assert.deepEqual(clampRange(0, 5, 0), rangeOf(0, 0));
  });

  it('moves no further than needed to show a range', () => {
    assert.deepEqual(pannedTo(rangeOf(200, 300), rangeOf(290, 310), 1000), rangeOf(210, 310));
    assert.deepEqual(pannedTo(rangeOf(200, 300), rangeOf(150, 160), 1000), rangeOf(150, 250));
    assert.deepEqual(pannedTo(rangeOf(200, 300), rangeOf(100, 900), 1000), rangeOf(200, 300));
    assert.deepEqual(pannedTo(rangeOf(200, 300), rangeOf(400, 900), 1000), rangeOf(400, 500));
  });
});
