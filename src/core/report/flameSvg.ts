// A flame graph as a picture that stands alone. In: a prepared profile. Out: SVG text, or a page around it.
// Invariants: nothing in it runs or is fetched; names from the profile are text, never markup; details of a box are in
// its title, which viewers show on hover and screen readers read.

import { buildCallTree, type CallTree } from '../analyze/callTree';
import { formatPercent } from '../profile/units';
import { flameBoxes, type FlameBox } from './flameBoxes';
import { profileLines, type FormatTime } from './header';
import type { Prepared } from './prepare';

const pictureWidth = 1200;
const rowHeight = 18;
const margin = 10;
const headerHeight = 48;
/** Of the 12 px monospace font, rounded up. */
const characterWidth = 7.3;

export function flameSvg(prepared: Prepared, formatTime: FormatTime): string {
  const tree = buildCallTree(prepared.profile, prepared.rows, prepared.measure.index);
  const boxes = flameBoxes(tree, pictureWidth - 2 * margin);
  const rows = boxes.reduce((most, box) => Math.max(most, box.depth + 1), 0);
  const height = headerHeight + rows * rowHeight + margin;
  const [title, ...rest] = headings(prepared, formatTime);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${pictureWidth} ${height}" width="${pictureWidth}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="ui-monospace,Menlo,Consolas,monospace" font-size="12">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${margin}" y="20" font-size="15" font-weight="600" fill="#1f2328">${escaped(title)}</text>`,
    `<text x="${margin}" y="38" fill="#57606a">${escaped(rest.join(' · '))}</text>`,
    boxes.length === 0 ? `<text x="${margin}" y="${headerHeight + 16}">No samples.</text>` : '',
    ...boxes.map((box) => boxSvg(prepared, tree, box)),
    '</svg>\n',
  ].join('\n');
}

export function flameHtml(prepared: Prepared, formatTime: FormatTime): string {
  const svg = flameSvg(prepared, formatTime);
  const [title] = headings(prepared, formatTime);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
body { margin: 0; background: #fff; }
svg { width: 100%; height: auto; display: block; }
g:hover rect { stroke: #1f2328; }
</style>
</head>
<body>
${svg}</body>
</html>
`;
}

function headings(prepared: Prepared, formatTime: FormatTime): readonly [string, ...string[]] {
  const { profile, measure, format } = prepared;
  let sum = 0;
  for (const value of profile.samples.values[measure.index]) sum += value;
  return [`Flame graph: ${measure.type}, ${format.text(sum)}`, ...profileLines(prepared, formatTime)];
}

function boxSvg({ rows, total, format }: Prepared, tree: CallTree, { node, x, width, depth }: FlameBox): string {
  const name = node === 0 ? 'all' : rows.name[tree.frame[node]];
  const value = tree.total[node];
  const self = tree.self[node] === 0 ? '' : `, self ${format.text(tree.self[node])}`;
  const details = `${name}\n${format.text(value)} (${formatPercent(value, total).trim()})${self}`;
  const y = headerHeight + depth * rowHeight;
  const left = margin + x;
  const room = Math.floor((width - 6) / characterWidth);
  const shown = name.length <= room ? name : room < 3 ? '' : `${name.slice(0, room - 1)}…`;
  const label =
    shown === '' ? '' : `<text x="${(left + 3).toFixed(1)}" y="${y + 13}" fill="#1f2328">${escaped(shown)}</text>`;
  return (
    `<g><title>${escaped(details)}</title>` +
    `<rect x="${left.toFixed(2)}" y="${y}" width="${Math.max(0.2, width - 0.5).toFixed(2)}" height="${rowHeight - 1}" rx="1.5" fill="${colour(name)}"/>` +
    `${label}</g>`
  );
}

/** Warm colours, one a package, dark text readable on all (contrast above 7:1). */
function colour(name: string): string {
  const packageName = /^(.*\/)?[^.]*/.exec(name)?.[0] ?? name;
  let hash = 0;
  for (let i = 0; i < packageName.length; i++) hash = (Math.imul(hash, 31) + packageName.charCodeAt(i)) | 0;
  const hue = 10 + ((hash >>> 0) % 45);
  const lightness = 68 + ((hash >>> 8) % 12);
  return `hsl(${hue},85%,${lightness}%)`;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** As text of XML; characters XML does not allow at all become a replacement character. */
function escaped(text: string): string {
  const markup = text.replace(/[&<>"']/g, (c) => entities.get(c) ?? c);
  return markup.replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
