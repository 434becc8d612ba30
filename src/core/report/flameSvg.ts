// A flame graph as a picture that stands alone. In: a prepared profile. Out: SVG text, or a page around it.
// Invariants: nothing in it runs or is fetched; names from the profile are text, never markup; details of a box are in
// its title, which viewers show on hover and screen readers read.

import { buildCallTree, type CallTree } from '../analyze/callTree';
import { formatPercent } from '../profile/units';
import { flameBoxes, type FlameBox } from './flameBoxes';
import { profileLines, type FormatTime } from './header';
import type { Prepared } from './prepare';
import { escapedMarkup, flameBoxSvg, flameRowHeight } from './svgParts';

const pictureWidth = 1200;
const margin = 10;
const headerHeight = 48;

export function flameSvg(prepared: Prepared, formatTime: FormatTime): string {
  const tree = buildCallTree(prepared.profile, prepared.rows, prepared.measure.index);
  const boxes = flameBoxes(tree, pictureWidth - 2 * margin);
  const rows = boxes.reduce((most, box) => Math.max(most, box.depth + 1), 0);
  const height = headerHeight + rows * flameRowHeight + margin;
  const [title, ...rest] = headings(prepared, formatTime);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${pictureWidth} ${height}" width="${pictureWidth}" height="${height}" role="img" aria-label="${escapedMarkup(title)}" font-family="ui-monospace,Menlo,Consolas,monospace" font-size="12">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${margin}" y="20" font-size="15" font-weight="600" fill="#1f2328">${escapedMarkup(title)}</text>`,
    `<text x="${margin}" y="38" fill="#57606a">${escapedMarkup(rest.join(' · '))}</text>`,
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
<title>${escapedMarkup(title)}</title>
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
  const top = headerHeight + depth * flameRowHeight;
  return flameBoxSvg({ left: margin + x, top, width, name, details });
}
