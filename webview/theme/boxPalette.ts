// The colours of boxes. In: a theme and the frames' names. Out: for each frame one of a few fills, and one colour of text
// for all of them. Invariants: the same package has the same fill in every profile and on every day (it is a hash of its
// name); the text's contrast on every fill is at least 4.5 where the theme's own foreground reaches that on its
// background; high contrast themes have no fills at all.
//
// The user's packages are warm, the standard library is blue, dependencies are purple, the runtime and what is not Go
// are grey: the runtime is seldom what one came to see.

import type { PageFrames } from '../aggregate/pageProfile';
import { contrast, mix, readableFill, toCss, type Color } from './color';
import { kindOf, packageOf, type PackageKind } from './packageKind';
import type { Hue, Theme } from './theme';

interface Shade {
  /** One hue of the theme, or two of which the first is the stronger; none is the foreground, so grey. */
  readonly hues: readonly Hue[];
  /** Part of the hue in the fill, at most. */
  readonly amount: number;
}

const shades: Readonly<Record<PackageKind, readonly Shade[]>> = {
  own: [
    { hues: ['orange'], amount: 0.8 },
    { hues: ['orange', 'yellow'], amount: 0.76 },
    { hues: ['red', 'orange'], amount: 0.7 },
    { hues: ['orange'], amount: 0.6 },
    { hues: ['orange', 'yellow'], amount: 0.58 },
  ],
  dependency: [
    { hues: ['purple'], amount: 0.6 },
    { hues: ['purple'], amount: 0.46 },
    { hues: ['purple', 'red'], amount: 0.5 },
  ],
  standard: [
    { hues: ['blue'], amount: 0.5 },
    { hues: ['blue'], amount: 0.38 },
    { hues: ['blue', 'green'], amount: 0.4 },
  ],
  runtime: [
    { hues: [], amount: 0.24 },
    { hues: [], amount: 0.18 },
  ],
  unknown: [{ hues: [], amount: 0.3 }],
};
// On white the same part of a colour looks twice as loud.
const amountOnLight = 0.65;

const firstStyle = new Map<PackageKind, number>();
const allShades: Shade[] = [];
for (const [kind, list] of Object.entries(shades) as [PackageKind, readonly Shade[]][]) {
  firstStyle.set(kind, allShades.length);
  allShades.push(...list);
}

/** Of the root, and of collapsed boxes: they are no function. */
export const rootStyle = allShades.length;
export const collapsedStyle = allShades.length + 1;
/** Of boxes in a difference of profiles: from far less over the same to far more. */
const firstDifferenceStyle = allShades.length + 2;
const differenceShades: readonly Shade[] = [
  { hues: ['blue'], amount: 0.75 },
  { hues: ['blue'], amount: 0.5 },
  { hues: ['blue'], amount: 0.28 },
  { hues: [], amount: 0.14 },
  { hues: ['red'], amount: 0.28 },
  { hues: ['red'], amount: 0.5 },
  { hues: ['red'], amount: 0.75 },
];

/** @param ratio of the box's value to its width, from -1 for nothing but less to 1 for nothing but more */
export function differenceStyle(ratio: number): number {
  const steps = Math.round(Math.min(1, Math.max(-1, ratio)) * 3);
  // What is not the same does not look like it.
  const step = steps === 0 ? Math.sign(ratio) : steps;
  return firstDifferenceStyle + 3 + step;
}
const rootShade: Shade = { hues: [], amount: 0.1 };
const collapsedShade: Shade = { hues: [], amount: 0.16 };

export interface BoxPalette {
  /** CSS colour per style. */
  readonly fills: readonly string[];
  /** The same where a search is on and the box does not match: nearer to the background. */
  readonly dimmedFills: readonly string[];
  readonly text: string;
}

export function buildPalette(theme: Theme): BoxPalette {
  const { background, boxText } = theme;
  const isLight = contrast(background, { r: 255, g: 255, b: 255, a: 1 }) < 3;
  const fills: Color[] = [...allShades, rootShade, collapsedShade, ...differenceShades].map(({ hues, amount }) => {
    if (theme.isHighContrast) return background;
    return readableFill(hueOf(theme, hues), background, boxText, isLight ? amount * amountOnLight : amount);
  });
  return {
    fills: fills.map(toCss),
    dimmedFills: fills.map((fill) => toCss(mix(fill, background, 0.4))),
    text: toCss(boxText),
  };
}

function hueOf(theme: Theme, hues: readonly Hue[]): Color {
  if (hues.length === 0) return theme.foreground;
  return hues.length === 1 ? theme.hues[hues[0]] : mix(theme.hues[hues[0]], theme.hues[hues[1]], 0.65);
}

/** Which style each frame has; found when first asked for, as most frames of a large profile are never drawn. */
export class FrameStyles {
  private readonly styles: Int8Array;

  constructor(private readonly frames: PageFrames) {
    this.styles = new Int8Array(frames.count).fill(-1);
  }

  styleOf(frame: number): number {
    if (frame < 0) return rootStyle;
    const known = this.styles[frame];
    return known >= 0 ? known : (this.styles[frame] = this.find(frame));
  }

  kindOf(frame: number): PackageKind {
    const file = this.frames.file[frame];
    return kindOf(this.frames.name[frame], file < 0 ? '' : this.frames.files[file]);
  }

  private find(frame: number): number {
    const kind = this.kindOf(frame);
    return (firstStyle.get(kind) ?? 0) + (hashOf(packageOf(this.frames.name[frame])) % shades[kind].length);
  }
}

/** FNV-1a: short, and the same everywhere. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
