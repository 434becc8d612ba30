// How a hot line looks. In: lines with their cost, and what the person has chosen. Out: decorations: bars behind the code,
// a short text after it, marks in the overview ruler. Invariants: the value is also text, so colour is never the only
// carrier; every colour is the theme's; a line in doubt is dimmer and says `≈`.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import type { Cost } from '../../core/golang/heatMarks';
import type { Line1 } from '../../core/profile/profile';
import type { Settings } from '../../ids';
import { setting } from '../settings';
import { type Bar, HeatBars, stepsOf, wholeBar } from './heatBars';
import { columnsShown, heatLabel, type Measured } from './heatLabel';

export interface StyledLine {
  readonly line: Line1;
  readonly cost: Cost;
  readonly isDoubtful: boolean;
}

/** `whole` of Measured is what the texts refer to. */
export interface StyledProfile extends Measured {
  /** What a bar over the whole width stands for: what the page shows. */
  readonly widest: number;
}

type HeatStyleName = Settings['heatline.heat.style'];

const colors = {
  total: 'heatline.heatBackground',
  self: 'heatline.heatSelfBackground',
  more: 'heatline.moreBackground',
  less: 'heatline.lessBackground',
} as const;

export class HeatStyle implements Disposable {
  private readonly owned = new DisposableList();
  private readonly bars = this.owned.add(new HeatBars());
  private readonly labels = {
    heat: this.labelType('heatline.heatRuler'),
    more: this.labelType('heatline.moreRuler'),
    less: this.labelType('heatline.lessRuler'),
  };

  show(editor: vscode.TextEditor, lines: readonly StyledLine[], profile: StyledProfile): void {
    const { document } = editor;
    const hot = lines.filter(({ line }) => line <= document.lineCount);
    const style = setting('heatline.heat.style');
    this.bars.show(
      editor,
      hot.flatMap((line) => barsOf(line, profile, style)),
    );
    const columns = columnsShown();
    const options: Record<keyof typeof this.labels, vscode.DecorationOptions[]> = { heat: [], more: [], less: [] };
    for (const { line, cost, isDoubtful } of hot) {
      const kind = !profile.isDifference ? 'heat' : cost.total < 0 ? 'less' : 'more';
      options[kind].push({
        range: document.lineAt(line - 1).range,
        renderOptions: {
          after: {
            contentText: heatLabel(cost, profile, columns, isDoubtful),
            color: new vscode.ThemeColor('heatline.heatForeground'),
            margin: '0 0 0 3ch',
            ...(isDoubtful ? { fontStyle: 'italic' } : {}),
          },
        },
      });
    }
    for (const kind of ['heat', 'more', 'less'] as const) editor.setDecorations(this.labels[kind], options[kind]);
  }

  clear(editor: vscode.TextEditor): void {
    for (const type of Object.values(this.labels)) editor.setDecorations(type, []);
    this.bars.show(editor, []);
  }

  private labelType(ruler: string): vscode.TextEditorDecorationType {
    return this.owned.add(
      vscode.window.createTextEditorDecorationType({
        overviewRulerColor: new vscode.ThemeColor(ruler),
        overviewRulerLane: vscode.OverviewRulerLane.Left,
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      }),
    );
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function barsOf({ line, cost, isDoubtful }: StyledLine, profile: StyledProfile, style: HeatStyleName): Bar[] {
  if (style === 'text') return [];
  const bar = (color: string, length: number): Bar => ({ line, look: { color, isDim: isDoubtful }, length });
  const length = (value: number): number => (style === 'line' ? wholeBar : stepsOf(value / profile.widest));
  if (profile.isDifference) return [bar(cost.total < 0 ? colors.less : colors.more, Math.max(1, length(cost.total)))];
  // Whatever reached the threshold is seen; of the line's own part only what fills a step.
  const own = stepsOf(cost.self / profile.widest);
  return [
    bar(colors.total, Math.max(1, length(cost.total))),
    bar(colors.self, style === 'line' && own > 0 ? wholeBar : own),
  ];
}
