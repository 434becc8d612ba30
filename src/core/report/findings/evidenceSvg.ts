// Evidence as pictures. In: the evidence of one finding. Out: SVG: the stacks of each unit as a flame graph, numbers of which
// a share is known as bars. Invariants: a box is as wide as its number; numbers of different units are never in one
// picture; what has no number, such as a line of source, is in none.

import { type CallTree, treeOfStacks } from '../../analyze/callTree';
import type { Evidence } from '../../diagnose/finding';
import { shortName } from '../../golang/shortName';
import { flameBoxes } from '../flameBoxes';
import { escapedMarkup, flameBoxSvg, flameRowHeight } from '../svgParts';
import { evidenceShare, evidenceValue } from './evidenceValue';

const pictureWidth = 880;
const barHeight = 16;
const barRow = 24;
const barLeft = 230;

/** A picture for each unit that has stacks; empty for none. */
export function stackPictures(evidence: readonly Evidence[]): readonly string[] {
  const byUnit = new Map<string, Evidence[]>();
  for (const one of evidence) {
    if (one.frames.length === 0 || one.profile === 'source' || !(one.value > 0)) continue;
    const key = `${one.profile} ${one.unit}`;
    const known = byUnit.get(key);
    if (known === undefined) byUnit.set(key, [one]);
    else known.push(one);
  }
  return [...byUnit.values()].map(flamePicture);
}

function flamePicture(evidence: readonly Evidence[]): string {
  const names: string[] = [];
  const tree = treeOf(evidence, names);
  // The root says nothing that the caption does not.
  const boxes = flameBoxes(tree, pictureWidth).filter(({ depth }) => depth > 0);
  const height = boxes.reduce((most, { depth }) => Math.max(most, depth), 0) * flameRowHeight;
  const [{ profile }] = evidence;
  const numberOf = (node: number): string => evidenceValue({ ...evidence[0], value: tree.total[node] });
  return [
    `<svg viewBox="0 0 ${pictureWidth} ${height}" role="img" aria-label="${escapedMarkup(`Stacks of ${profile}`)}" font-family="ui-monospace,Menlo,Consolas,monospace" font-size="12">`,
    ...boxes.map(({ node, x, width, depth }) => {
      const name = names[tree.frame[node]];
      const details = `${name}\n${numberOf(node)}`;
      return flameBoxSvg({ left: x, top: (depth - 1) * flameRowHeight, width, name: shortName(name), details });
    }),
    '</svg>',
  ].join('\n');
}

/** @param names filled with the names of the tree's frames */
function treeOf(evidence: readonly Evidence[], names: string[]): CallTree {
  const known = new Map<string, number>();
  const offset = [0];
  const frames: number[] = [];
  for (const one of evidence) {
    for (const { function: name } of one.frames) {
      let index = known.get(name);
      if (index === undefined) known.set(name, (index = names.push(name) - 1));
      frames.push(index);
    }
    offset.push(frames.length);
  }
  const values = Float64Array.from(evidence, ({ value }) => value);
  // Each name is a location with one frame.
  const table = {
    count: names.length,
    locationOffset: Uint32Array.from({ length: names.length + 1 }, (_, i) => i),
    locationFrame: Int32Array.from(names.keys()),
  };
  return treeOfStacks(Uint32Array.from(offset), Int32Array.from(frames), values, table, new Int32Array(values.length));
}

/** '' where no share is known. */
export function sharePicture(evidence: readonly Evidence[]): string {
  const shares = evidence.filter(({ share }) => share !== null);
  if (shares.length === 0) return '';
  const height = shares.length * barRow;
  const barWidth = pictureWidth - barLeft - 60;
  const bars = shares.map((one, i) => {
    const y = i * barRow + 4;
    const width = Math.max(1, Math.min(1, one.share ?? 0) * barWidth);
    const label = `${one.profile}, ${evidenceValue(one)}`;
    return (
      `<g><title>${escapedMarkup(one.text)}</title>` +
      `<text x="0" y="${y + 12}" class="label">${escapedMarkup(label.slice(0, 36))}</text>` +
      `<rect x="${barLeft}" y="${y}" width="${barWidth}" height="${barHeight}" rx="2" class="track"/>` +
      `<rect x="${barLeft}" y="${y}" width="${width.toFixed(1)}" height="${barHeight}" rx="2" class="bar"/>` +
      `<text x="${pictureWidth}" y="${y + 12}" text-anchor="end" class="label">${escapedMarkup(evidenceShare(one))}</text></g>`
    );
  });
  return `<svg viewBox="0 0 ${pictureWidth} ${height}" role="img" aria-label="Shares" font-size="12">\n${bars.join('\n')}\n</svg>`;
}
