// Text as Go's fmt and path packages make it. In: values. Out: text. Invariant: a width counts characters,
// not bytes or UTF-16 units, as Go's `%10s` does.

/** `%Ns`: blanks before the text. */
export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - characters(text))) + text;
}

/** Code points, as utf8.RuneCountInString. */
export function characters(text: string): number {
  let pairs = 0;
  for (let i = 0; i < text.length; i++) if (text.codePointAt(i)! > 0xffff) pairs++;
  return text.length - pairs;
}

/** The last element of a slash-separated path, as filepath.Base. */
export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '.' : '/';
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

const unitsBelowSecond: readonly (readonly [bigint, string])[] = [
  [1_000_000n, 'ms'],
  [1_000n, 'µs'],
  [1n, 'ns'],
];

/** A time.Duration's String(): `1h2m3.5s`, `1.5ms`, `0s`. @param nanos nanoseconds */
export function durationText(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  for (const [unit, name] of unitsBelowSecond) {
    if (size < 1_000_000_000n && size >= unit) return `${sign}${decimal(size, unit)}${name}`;
  }
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

/** `value / unit`, a power of ten, without trailing zeros. */
function decimal(value: bigint, unit: bigint): string {
  const digits = String(unit).length - 1;
  const fraction =
    digits === 0
      ? ''
      : String(value % unit)
          .padStart(digits, '0')
          .replace(/0+$/, '');
  return fraction === '' ? String(value / unit) : `${value / unit}.${fraction}`;
}
