// Rust's identifiers that are not ASCII. In: punycode with `_` for its delimiter (RFC 3492). Out: the text, undefined for
// what is none.

export function punycode(text: string): string | undefined {
  const split = text.lastIndexOf('_');
  const output = Array.from(text.slice(0, Math.max(0, split)), (char) => char.charCodeAt(0));
  const digits = text.slice(split + 1);
  let i = 0;
  let code = 128;
  let bias = 72;
  for (let at = 0; at < digits.length;) {
    const before = i;
    let weight = 1;
    for (let k = 36; ; k += 36) {
      if (at === digits.length) return undefined;
      const digit = digitOf(digits[at++]);
      if (digit < 0) return undefined;
      i += digit * weight;
      const threshold = k <= bias ? 1 : k > bias + 26 ? 26 : k - bias;
      if (digit < threshold) break;
      if (weight >= Math.floor(0x7fffffff / 36)) return undefined;
      weight *= 36 - threshold;
    }
    const points = output.length + 1;
    bias = adapted(i - before, points, before === 0);
    code += Math.floor(i / points);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    i %= points;
    output.splice(i++, 0, code);
  }
  return String.fromCodePoint(...output);
}

function digitOf(char: string): number {
  if (char >= '0' && char <= '9') return Number(char) + 26;
  const lower = char.toLowerCase();
  return lower >= 'a' && lower <= 'z' ? lower.charCodeAt(0) - 97 : -1;
}

function adapted(change: number, points: number, isFirst: boolean): number {
  let delta = Math.floor(change / (isFirst ? 700 : 2));
  delta += Math.floor(delta / points);
  let k = 0;
  for (; delta > 455; k += 36) delta = Math.floor(delta / 35);
  return k + Math.floor((36 * delta) / (delta + 38));
}
