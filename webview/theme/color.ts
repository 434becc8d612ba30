// Colours as numbers. In: CSS colours as getComputedStyle and VS Code's variables write them. Out: mixtures and
// contrasts. Invariant: sRGB, channels 0 to 255, alpha 0 to 1; what cannot be read is undefined, never black.

export interface Color {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

export function parseColor(text: string): Color | undefined {
  const value = text.trim().toLowerCase();
  if (value === 'transparent') return { r: 0, g: 0, b: 0, a: 0 };
  if (value.startsWith('#')) return parseHex(value.slice(1));
  const call = /^rgba?\(([^)]*)\)$/.exec(value);
  if (call === null) return undefined;
  const parts = call[1].split(/[\s,/]+/).filter(Boolean);
  const [r, g, b] = parts.slice(0, 3).map(Number);
  const a = parts.length < 4 ? 1 : parts[3].endsWith('%') ? Number(parts[3].slice(0, -1)) / 100 : Number(parts[3]);
  return parts.length >= 3 && [r, g, b, a].every(Number.isFinite) ? { r, g, b, a } : undefined;
}

function parseHex(digits: string): Color | undefined {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(digits)) return undefined;
  const full = digits.length < 6 ? digits.replace(/./g, '$&$&') : digits;
  const at = (i: number): number => Number.parseInt(full.slice(i, i + 2), 16);
  return { r: at(0), g: at(2), b: at(4), a: full.length === 8 ? at(6) / 255 : 1 };
}

/** `amount` of `over` and the rest of `under`, both taken as opaque. */
export function mix(over: Color, under: Color, amount: number): Color {
  const channel = (o: number, u: number): number => o * amount + u * (1 - amount);
  return { r: channel(over.r, under.r), g: channel(over.g, under.g), b: channel(over.b, under.b), a: 1 };
}

/** What is seen where a transparent colour lies on an opaque one. */
export function layered(over: Color, under: Color): Color {
  return mix(over, under, over.a);
}

export function toCss({ r, g, b, a }: Color): string {
  const channels = [r, g, b].map((c) => Math.round(c));
  return a === 1 ? `rgb(${channels.join(' ')})` : `rgb(${channels.join(' ')} / ${a})`;
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(a: Color, b: Color): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance({ r, g, b }: Color): number {
  const linear = (c: number): number => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** As the screen shows it: a contrast that holds before rounding may not hold after. */
function rounded({ r, g, b, a }: Color): Color {
  return { r: Math.round(r), g: Math.round(g), b: Math.round(b), a };
}

/**
 * The strongest mixture of `hue` into `background`, up to `amount`, on which `text` is still readable.
 *
 * @param ratio 4.5 is what WCAG asks for text of this size
 */
export function readableFill(hue: Color, background: Color, text: Color, amount: number, ratio = 4.5): Color {
  for (let part = amount; part > 0; part -= 0.02) {
    const fill = rounded(mix(hue, background, part));
    if (contrast(fill, text) >= ratio) return fill;
  }
  return background;
}
