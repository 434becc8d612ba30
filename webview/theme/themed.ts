// What is derived from the theme, kept until the theme changes. In: the frames. Out: theme, palette and style of each
// frame. Invariant: the three always belong together.

import { DisposableList } from '../../src/base/disposable';
import type { PageFrames } from '../aggregate/pageProfile';
import { buildPalette, FrameStyles, type BoxPalette } from './boxPalette';
import { onThemeChange, readTheme, type Theme } from './theme';

export class Themed extends DisposableList {
  theme: Theme;
  palette: BoxPalette;
  readonly styles: FrameStyles;

  constructor(frames: PageFrames, onChange: () => void) {
    super();
    this.theme = readTheme();
    this.palette = buildPalette(this.theme);
    this.styles = new FrameStyles(frames);
    this.add(
      onThemeChange(() => {
        this.theme = readTheme();
        this.palette = buildPalette(this.theme);
        onChange();
      }),
    );
  }

  /** CSS colour of a frame's box, '' where boxes have none. */
  fillOf(frame: number): string {
    return this.theme.isHighContrast ? '' : (this.palette.fills[this.styles.styleOf(frame)] ?? '');
  }
}
