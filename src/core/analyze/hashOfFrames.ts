// A hash of a few frames, for tables of blocks and of trunks. Invariant: every frame has its part in the lower bits.

export function hashOfFrames(frames: Uint16Array | Int32Array, from: number, n: number): number {
  let hash = n;
  for (let i = from; i < from + n; i++) hash = (Math.imul(hash, 0x01000193) + frames[i]) | 0;
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
