// The editor's theme as the canvas needs it. In: the CSS variables VS Code puts on the page. Out: colours and fonts, and
// an event when they change. Invariant: theme colours only; a variable the theme leaves out is replaced by a mixture of
// its foreground and background, never by a colour of ours.

import { toDisposable, type Disposable } from '../../src/base/disposable';
import { contrast, layered, mix, parseColor, type Color } from './color';

export interface Theme {
  readonly isHighContrast: boolean;
  readonly background: Color;
  readonly foreground: Color;
  /** For text on fills: whichever of the theme's text colours stands out most from the background. */
  readonly boxText: Color;
  readonly description: Color;
  readonly focusBorder: Color;
  /** Of boxes in high contrast themes, undefined in all others. */
  readonly contrastBorder: Color | undefined;
  readonly match: Color;
  readonly matchBorder: Color;
  readonly currentMatch: Color;
  readonly revealed: Color;
  readonly revealedBorder: Color;
  readonly hues: Readonly<Record<Hue, Color>>;
  readonly fontFamily: string;
  readonly fontSize: number;
}

export const hueNames = ['red', 'blue', 'yellow', 'orange', 'green', 'purple'] as const;
export type Hue = (typeof hueNames)[number];

export function readTheme(): Theme {
  const root = getComputedStyle(document.documentElement);
  const body = getComputedStyle(document.body);
  const read = (...names: string[]): Color | undefined => {
    for (const name of names) {
      const color = parseColor(root.getPropertyValue(`--vscode-${name}`));
      if (color !== undefined) return color;
    }
    return undefined;
  };
  const foreground = read('editor-foreground', 'foreground') ?? parseColor(body.color) ?? canvasColor('CanvasText');
  const background = opaque(read('editor-background') ?? parseColor(body.backgroundColor)) ?? canvasColor('Canvas');
  const isHighContrast = /vscode-high-contrast/.test(document.body.className);
  const over = (color: Color | undefined, fallback: number): Color =>
    color === undefined ? mix(foreground, background, fallback) : layered(color, background);
  // As a hue or a line a colour must be seen: the transparency it has as a background (orange is borrowed from the
  // find matches) is dropped.
  const solid = (color: Color | undefined): Color => ({ ...(color ?? foreground), a: 1 });
  const hueOf = (name: Hue): Color => solid(read(`charts-${name}`) ?? mix(foreground, background, 0.3));
  const hues = Object.fromEntries(hueNames.map((name) => [name, hueOf(name)])) as Record<Hue, Color>;
  const focusBorder = over(read('focusBorder', 'contrastActiveBorder'), 0.8);
  return {
    isHighContrast,
    background,
    foreground: layered(foreground, background),
    boxText: strongest([foreground, read('button-foreground'), read('list-activeSelectionForeground')], background),
    description: over(read('descriptionForeground'), 0.7),
    focusBorder,
    contrastBorder: isHighContrast ? over(read('contrastBorder'), 1) : undefined,
    match: over(read('editor-findMatchHighlightBackground'), 0.25),
    matchBorder: solid(read('editor-findMatchHighlightBorder', 'editor-findMatchHighlightBackground')),
    currentMatch: over(read('editor-findMatchBackground'), 0.4),
    revealed: over(read('editor-wordHighlightStrongBackground'), 0.25),
    revealedBorder: solid(read('editor-wordHighlightStrongBorder', 'editorCursor-foreground')),
    hues,
    fontFamily: root.getPropertyValue('--vscode-font-family').trim() || body.fontFamily,
    fontSize: Number.parseFloat(root.getPropertyValue('--vscode-font-size')) || 13,
  };
}

/** VS Code tells of another theme by the classes and attributes of the body, after it has set the variables. */
export function onThemeChange(listener: () => void): Disposable {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  // The font's settings change the variables alone.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return toDisposable(() => observer.disconnect());
}

function strongest(colors: readonly (Color | undefined)[], background: Color): Color {
  const solid = colors.filter((color) => color !== undefined).map((color) => layered(color, background));
  return solid.reduce((best, each) => (contrast(each, background) > contrast(best, background) ? each : best));
}

function opaque(color: Color | undefined): Color | undefined {
  return color !== undefined && color.a === 1 ? color : undefined;
}

/** A system colour, which the browser knows: where the page runs without a theme at all. */
function canvasColor(name: 'Canvas' | 'CanvasText'): Color {
  const context = document.createElement('canvas').getContext('2d');
  if (context !== null) context.fillStyle = name;
  const color = typeof context?.fillStyle === 'string' ? parseColor(context.fillStyle) : undefined;
  const channel = name === 'Canvas' ? 255 : 0;
  return color ?? { r: channel, g: channel, b: channel, a: 1 };
}
