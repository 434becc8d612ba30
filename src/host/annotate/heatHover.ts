// The numbers behind a hot line, and what to do next. In: the line's rows and all totals. Out: a hover. Invariants: names
// and units from the profile are escaped text; the only links are commands of ours that get numbers.

import * as vscode from 'vscode';
import type { LineTotals } from '../../core/analyze/lineTotals';
import type { Neighbour } from '../../core/analyze/lineNeighbours';
import { costOf } from '../../core/golang/heatMarks';
import { shortName } from '../../core/golang/shortName';
import { commands } from '../../ids';
import { commandLink, escaped, wide } from '../hoverMarkdown';
import type { ActiveProfile } from '../store/profileStore';
import type { ProfileTotals } from '../store/profileTotals';
import type { PlacedMark } from './heatDocument';
import { type Measured, shareText, valueText } from './heatLabel';

export interface HoveredLine {
  readonly active: ActiveProfile;
  readonly mark: PlacedMark;
  /** FunctionIndex of each function on the line. */
  readonly functions: readonly number[];
  /** Names the place for commands of the hover. */
  readonly id: number;
  /** Names the profile. */
  readonly profileNumber: number;
}

const allowed = [
  commands.openFrame,
  commands.focusFunction,
  commands.ignoreFunction,
  commands.revealFunctions,
  commands.addBreakpoint,
  commands.breakpointHere,
] as const;

const mostNeighbours = 3;

export async function heatHover(hovered: HoveredLine, totals: ProfileTotals): Promise<vscode.MarkdownString> {
  const { active, mark } = hovered;
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = { enabledCommands: allowed };
  text.supportHtml = false;
  text.appendMarkdown(`$(flame) ${escaped(active.title)}\n\n`);
  text.appendMarkdown(await valueTable(hovered, totals));
  text.appendMarkdown(await neighbourLines(hovered, totals));
  if (mark.doubt !== '') text.appendMarkdown(`\n${mark.isDoubtful ? '≈ ' : ''}${mark.doubt}\n`);
  text.appendMarkdown(`\n${actionLine(hovered)}\n`);
  return text;
}

async function valueTable({ active, mark, functions }: HoveredLine, totals: ProfileTotals): Promise<string> {
  const { profile, view } = active;
  const isDifference = totals.isDifference(profile);
  const rows = await Promise.all(
    profile.sampleTypes.map(async ({ type, unit }, sampleType) => {
      const costs = await totals.lines(profile, { ...view, sampleType });
      const ofFunctions = await totals.functions(profile, { ...view, sampleType });
      const measured: Measured = { unit, whole: costs.whole, isDifference };
      const { self, total } = costOf(mark.rows, costs.totals);
      const cells = [
        valueText(total, measured),
        shareText(total, measured),
        isDifference ? '' : shareOfFunction(total, functions, ofFunctions),
        valueText(self, measured),
        shareText(self, measured),
      ];
      return `| ${escaped(type)} | ${cells.map((cell) => wide(escaped(cell))).join(' | ')} |\n`;
    }),
  );
  const heads = ['Total', 'of all', 'of function', 'Self', 'of all'].map(wide).join(' | ');
  return `| | ${heads} |\n|:--|--:|--:|--:|--:|--:|\n${rows.join('')}`;
}

/** Several functions are on a line where the code was compiled more than once (type parameters, a test's binary). */
function shareOfFunction(total: number, functions: readonly number[], ofFunctions: LineTotals): string {
  const largest = Math.max(0, ...functions.map((f) => ofFunctions.total[f]));
  return largest === 0 ? '' : shareText(total, { unit: '', whole: largest, isDifference: false });
}

async function neighbourLines({ active, mark, profileNumber }: HoveredLine, totals: ProfileTotals): Promise<string> {
  const { profile, view } = active;
  const { callers, callees } = await totals.neighbours(profile, view, mark.rows, mostNeighbours);
  const { whole } = await totals.lines(profile, view);
  const { unit } = profile.sampleTypes[view.sampleType];
  const measured: Measured = { unit, whole, isDifference: totals.isDifference(profile) };
  const link = ({ function: f, line, value }: Neighbour): string => {
    const name = shortName(profile.strings.text(profile.functions.name[f]));
    const numbers = `${valueText(value, measured)}, ${shareText(value, measured)}`;
    return `${commandLink(name, commands.openFrame, [profileNumber, f, line], 'Open the code')} ${escaped(numbers)}`;
  };
  const line = (title: string, list: readonly Neighbour[]): string =>
    list.length === 0 ? '' : `\n${title}: ${list.map(link).join(' · ')}\n`;
  return line('Called from', callers) + line('Calls', callees);
}

function actionLine({ functions, id }: HoveredLine): string {
  return [
    commandLink('Open in Flame Graph', commands.revealFunctions, [functions], 'Show the function in the profile'),
    commandLink('Focus', commands.focusFunction, [functions], 'Show only stacks with this function'),
    commandLink('Ignore', commands.ignoreFunction, [functions], 'Leave out stacks with this function'),
    commandLink('Add Breakpoint', commands.addBreakpoint, [id], 'Add a breakpoint to this line'),
    commandLink('Condition or Log…', commands.breakpointHere, [id], 'Add a conditional breakpoint or a logpoint'),
  ].join(' · ');
}
