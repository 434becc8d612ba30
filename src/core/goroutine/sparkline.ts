// Numbers over time as a word. In: numbers, oldest first. Out: block characters, the lowest for the smallest number.
// Invariant: what does not change is a flat line at the bottom, however large.

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];

/** @param width the newest so many are shown; of those the scale is made */
export function sparkline(numbers: readonly number[], width = 8): string {
  const shown = numbers.slice(-width);
  if (shown.length < 2) return '';
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  const steps = blocks.length - 1;
  return shown.map((n) => blocks[high === low ? 0 : Math.round(((n - low) / (high - low)) * steps)]).join('');
}

/** `+12/min`, `−0.4/min`, `±0/min`: two digits at most where they are small. */
export function perMinuteText(perMinute: number): string {
  const size = Math.abs(perMinute);
  const digits = size < 10 ? 1 : 0;
  const text = size.toFixed(digits).replace(/\.0$/, '');
  if (text === '0') return '±0/min';
  return `${perMinute < 0 ? '−' : '+'}${text}/min`;
}
