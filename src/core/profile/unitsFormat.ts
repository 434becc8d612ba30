// Numbers as Go's fmt prints them. In: a double. Out: the text of %.2f and %.2g. Invariant: a value exactly
// half-way between two texts goes to the even digit, as strconv does; JavaScript's toFixed goes up, and
// sizes in powers of two meet that case often (1152 bytes are 1.125 kB: Go prints 1.12).

/** `%.2f`. */
export function fixed2(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (size >= 1e21) return `${sign}${BigInt(size)}.00`;
  const fraction = size - Math.floor(size);
  // The only half-way doubles with an odd neighbour above are whole + 1/8 and whole + 5/8.
  if (fraction === 0.125) return `${sign}${Math.floor(size)}.12`;
  if (fraction === 0.625) return `${sign}${Math.floor(size)}.62`;
  return sign + size.toFixed(2);
}

/** `%.2g` of a value from 0 up to 1: two significant digits, no trailing zeros, an exponent below 1e-4. */
export function precision2(value: number): string {
  if (value === 0) return '0';
  // 0.125, 0.625 and 0.0625 are the half-way doubles here (see fixed2).
  if (value === 0.125) return '0.12';
  if (value === 0.625) return '0.62';
  if (value === 0.0625) return '0.062';
  const [digits, power] = value.toExponential(1).split('e') as [string, string];
  const mantissa = digits.replace(/\.0$/, '');
  const exponent = Number(power);
  if (exponent < -4) return `${mantissa}e-${String(-exponent).padStart(2, '0')}`;
  return String(Number(`${mantissa}e${power}`));
}
