// Zooming as a short movement, so that the eye can follow. In: where the view is and where it shall be. Out: the range
// to draw now. Invariant: 120 ms or, where the user prefers less motion, none; it ends exactly at the target.

import { rangeOf, type XRange } from '../../src/core/layout/spaces';

const durationMs = 120;

export class RangeAnimation {
  private from: XRange;
  private target: XRange;
  private startedAt = -Infinity;

  constructor(range: XRange) {
    this.from = range;
    this.target = range;
  }

  /** @param isSmooth false for what follows the hand: wheel, drag, another tree */
  moveTo(range: XRange, now: number, isSmooth: boolean): void {
    if (range.left === this.target.left && range.right === this.target.right) return;
    const isStill = !isSmooth || matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.from = isStill ? range : this.at(now);
    this.startedAt = isStill ? -Infinity : now;
    this.target = range;
  }

  at(now: number): XRange {
    const part = (now - this.startedAt) / durationMs;
    if (!(part < 1)) return this.target;
    const eased = 1 - (1 - Math.max(0, part)) ** 3;
    const between = (a: number, b: number): number => a + (b - a) * eased;
    return rangeOf(between(this.from.left, this.target.left), between(this.from.right, this.target.right));
  }

  isMoving(now: number): boolean {
    return now - this.startedAt < durationMs;
  }
}
