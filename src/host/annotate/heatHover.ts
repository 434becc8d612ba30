// The numbers behind a hot line. In: the line's rows and all totals. Out: a hover. Invariant: the text is Markdown
// that is not trusted and holds nothing from the profile but names and units of sample types, escaped.

import * as vscode from 'vscode';
import { costOf } from '../../core/golang/heatMarks';
import { formatPercent, formatValue } from '../../core/profile/units';
import type { ActiveProfile } from '../store/profileStore';
import type { ProfileTotals } from '../store/profileTotals';
import type { PlacedMark } from './heatDocument';

export async function heatHover(
  { profile, title, view }: ActiveProfile,
  mark: PlacedMark,
  totals: ProfileTotals,
): Promise<vscode.MarkdownString> {
  const rows = await Promise.all(
    profile.sampleTypes.map(async ({ type, unit }, index) => {
      const heat = await totals.lines(profile, { ...view, sampleType: index });
      const { self, total } = costOf(mark.rows, heat.totals);
      const value = (v: number): string => `${formatValue(v, unit)} (${formatPercent(v, heat.totals.sum).trim()})`;
      return { type, self: value(self), total: value(total) };
    }),
  );
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = false;
  text.supportHtml = false;
  text.appendMarkdown('$(flame) ').appendText(oneCell(title)).appendMarkdown('\n\n');
  text.appendMarkdown('| | total | self |\n|:--|--:|--:|\n');
  for (const { type, self, total } of rows) {
    text.appendMarkdown('| ');
    for (const cell of [type, total, self]) text.appendText(oneCell(cell)).appendMarkdown(' | ');
    text.appendMarkdown('\n');
  }
  if (mark.doubt !== '') text.appendMarkdown(`\n${mark.isDoubtful ? '≈ ' : ''}${mark.doubt}\n`);
  return text;
}

/** A name or unit from a file may hold anything; a cell holds no line break and no bar. */
function oneCell(text: string): string {
  return text.replace(/[|\s]+/g, ' ').slice(0, 100);
}
