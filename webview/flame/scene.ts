// Everything one picture is made of. The renderer reads nothing else, so that two equal scenes are two equal pictures.

import type { NodeIndex } from '../../src/core/analyze/callTree';
import type { FlameRows } from '../../src/core/layout/flameRows';
import type { Matches } from '../../src/core/layout/search';
import type { FlameView } from '../../src/core/layout/spaces';
import type { PageFrames } from '../aggregate/pageProfile';
import type { BoxPalette, FrameStyles } from '../theme/boxPalette';
import type { Theme } from '../theme/theme';

export interface Scene {
  readonly rows: FlameRows;
  readonly frames: PageFrames;
  readonly view: FlameView;
  readonly theme: Theme;
  readonly palette: BoxPalette;
  readonly styles: FrameStyles;
  readonly matches: Matches | undefined;
  readonly revealed: Matches | undefined;
  readonly selected: NodeIndex | undefined;
  readonly hovered: NodeIndex | undefined;
  /** Whether values have a sign: then it colours the boxes, and stands before their names. */
  readonly isDifference: boolean;
  /** Text of the root box. */
  readonly rootText: string;
}
