// What pictures that stand alone are drawn with. In: text from profiles, places. Out: SVG. Invariants: nothing in it runs or
// is fetched; names are text, never markup; no style attribute, which a page's security policy may refuse.

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** As text of XML and HTML; characters XML does not allow at all become a replacement character. */
export function escapedMarkup(text: string): string {
  const markup = text.replace(/[&<>"']/g, (c) => entities.get(c) ?? c);
  return markup.replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}

export const flameRowHeight = 18;
/** Of the 12 px monospace font, rounded up. */
const characterWidth = 7.3;

export interface FlameBoxPicture {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly name: string;
  /** Shown on hover and read by screen readers. */
  readonly details: string;
}

/** A box of a flame graph, with as much of its name as fits. */
export function flameBoxSvg({ left, top, width, name, details }: FlameBoxPicture): string {
  const room = Math.floor((width - 6) / characterWidth);
  const shown = name.length <= room ? name : room < 3 ? '' : `${name.slice(0, room - 1)}…`;
  const label =
    shown === ''
      ? ''
      : `<text x="${(left + 3).toFixed(1)}" y="${top + 13}" fill="#1f2328">${escapedMarkup(shown)}</text>`;
  return (
    `<g><title>${escapedMarkup(details)}</title>` +
    `<rect x="${left.toFixed(2)}" y="${top}" width="${Math.max(0.2, width - 0.5).toFixed(2)}" height="${flameRowHeight - 1}" rx="1.5" fill="${packageColour(name)}"/>` +
    `${label}</g>`
  );
}

/** Warm colours, one a package, dark text readable on all (contrast above 7:1). */
function packageColour(name: string): string {
  const packageName = /^(.*\/)?[^.]*/.exec(name)?.[0] ?? name;
  let hash = 0;
  for (let i = 0; i < packageName.length; i++) hash = (Math.imul(hash, 31) + packageName.charCodeAt(i)) | 0;
  const hue = 10 + ((hash >>> 0) % 45);
  const lightness = 68 + ((hash >>> 8) % 12);
  return `hsl(${hue},85%,${lightness}%)`;
}
