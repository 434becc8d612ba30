// Random numbers that are the same for the same seed, on every machine (sfc32).

export class Random {
  private a: number;
  private readonly seed: number;
  private b = 0x243f6a88;
  private c: number;
  private d = 1;

  constructor(seed: number) {
    this.seed = seed;
    this.a = 0x9e3779b9 ^ this.seed;
    this.c = 0xb7e15162 ^ (this.seed * 7919);
    for (let i = 0; i < 20; i++) this.word();
  }

  /** 32 random bits. */
  word(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.word() / 4294967296;
  }

  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** About normal, mean 0, deviation 1. */
  normal(): number {
    let sum = 0;
    for (let i = 0; i < 6; i++) sum += this.unit();
    return (sum - 3) / 0.7071;
  }
}
