// Device space, the last of the coordinate spaces (core/layout/spaces.ts): whole pixels of the screen.
// In: CSS pixels and the device ratio. Out: edges on pixel borders. Invariant: equal CSS positions give equal edges, so
// that neighbours share them and neither overlap nor leave gaps.

import type { Brand } from '../../src/base/brand';

export type DevicePx = Brand<number, 'DevicePx'>;

export function snapped(css: number, ratio: number): DevicePx {
  return Math.round(css * ratio) as DevicePx;
}
