// Whole-number arithmetic on doubles, as Go does it on int64. In and out: whole numbers, exact below 2^53.
// Invariant: no rounding ever decides the result.

/** `a / b` cut towards zero; `b` is not 0. */
export function divideWhole(a: number, b: number): number {
  return (a - (a % b)) / b + 0; // + 0: never -0.
}

/** Half away from zero, as Go's math.Round. */
export function roundWhole(value: number): number {
  const size = Math.abs(value);
  const rounded = size - Math.floor(size) === 0.5 ? Math.floor(size) + 1 : Math.round(size);
  return (value < 0 ? -rounded : rounded) + 0;
}

/** No value of a profile is larger: the format has 64 bits, with a sign. */
const largest = 2 ** 63;

/** The nearest value that 64 bits can hold. */
export function clampInt64(value: number): number {
  return value > largest ? largest : value < -largest ? -largest : value;
}
