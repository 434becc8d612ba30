// Breakpoints from what a profile shows. In: a place, with the samples that are there. Out: a breakpoint, one with a
// condition, or a logpoint. Invariants: nothing is added without a choice; conditions are shown before they are added
// where they can be edited; the same breakpoint is not added twice.

import * as vscode from 'vscode';
import {
  goroutineCondition,
  goroutinesOf,
  labelCondition,
  labelsOf,
  type SampleLabel,
} from '../../core/goroutine/delveConditions';
import type { CodePlace } from '../codePlaces';

interface Choice extends vscode.QuickPickItem {
  /** Undefined where the person gave up. */
  readonly make: () => BreakpointText | undefined | Promise<BreakpointText | undefined>;
}

interface BreakpointText {
  readonly condition?: string;
  readonly logMessage?: string;
}

/** A condition with more goroutines than this is slow to check, and says little. */
const mostGoroutines = 8;
const mostLabels = 8;

export async function chooseBreakpoint(location: vscode.Location, of: CodePlace['of']): Promise<void> {
  const place = `${vscode.workspace.asRelativePath(location.uri)}:${location.range.start.line + 1}`;
  const choices = [...plainChoices(place), ...goroutineChoices(of), ...labelChoices(of)];
  const options = { title: `Breakpoint at ${place}`, placeHolder: 'What to do when the program gets there' };
  const chosen = await vscode.window.showQuickPick<Choice>(choices, options);
  const text = await chosen?.make();
  if (text !== undefined) addBreakpoint(location, text);
}

export function addBreakpoint(location: vscode.Location, { condition, logMessage }: BreakpointText = {}): void {
  const isSame = (known: vscode.Breakpoint): boolean =>
    known instanceof vscode.SourceBreakpoint &&
    known.location.uri.toString() === location.uri.toString() &&
    known.location.range.start.line === location.range.start.line &&
    known.condition === condition &&
    known.logMessage === logMessage;
  if (vscode.debug.breakpoints.some(isSame)) return;
  vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location, true, condition, undefined, logMessage)]);
}

function plainChoices(place: string): Choice[] {
  return [
    { label: '$(debug-breakpoint) Add Breakpoint', detail: 'Stop here', make: () => ({}) },
    {
      label: '$(debug-breakpoint-conditional) Add Conditional Breakpoint…',
      detail: 'Stop here when an expression of Delve holds',
      make: () => askCondition(''),
    },
    {
      label: '$(debug-breakpoint-log) Add Logpoint…',
      detail: 'Write a line here, without stopping',
      make: () => askMessage(`${place} by goroutine {runtime.curg.goid}`),
    },
  ];
}

function goroutineChoices(of: CodePlace['of']): Choice[] {
  const ids = of === undefined ? undefined : goroutinesOf(of.profile, of.samples, mostGoroutines);
  if (ids === undefined || ids.length === 0) return [];
  const condition = goroutineCondition(ids);
  const names = ids.length === 1 ? `Goroutine ${ids[0]}` : `Goroutines ${ids.join(', ')}`;
  return [
    separator('goroutines of the dump'),
    { label: `$(list-tree) Stop ${names} Only…`, detail: condition, make: () => askCondition(condition) },
    {
      label: `$(list-tree) Log ${names} Only…`,
      detail: condition,
      make: async () => {
        const message = await askMessage('goroutine {runtime.curg.goid}');
        return message === undefined ? undefined : { ...message, condition };
      },
    },
  ];
}

function labelChoices(of: CodePlace['of']): Choice[] {
  const labels = of === undefined ? [] : labelsOf(of.profile, of.samples, mostLabels);
  if (labels.length === 0) return [];
  const choice = (label: SampleLabel): Choice => ({
    label: `$(tag) Stop Only Where ${label.key} Is ${JSON.stringify(label.value)}…`,
    detail: 'By the labels of the goroutine, in programs built with Go 1.26 or newer',
    make: () => askCondition(labelCondition(label)),
  });
  return [separator('labels of the profile'), ...labels.map(choice)];
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator, make: () => undefined };
}

async function askCondition(value: string): Promise<BreakpointText | undefined> {
  const condition = await vscode.window.showInputBox({
    title: 'Conditional Breakpoint',
    prompt: "Stops when this holds, in Delve's expressions: order.ID == 7, runtime.curg.goid == 18",
    value,
  });
  return condition === undefined || condition.trim() === '' ? undefined : { condition: condition.trim() };
}

async function askMessage(value: string): Promise<{ readonly logMessage: string } | undefined> {
  const logMessage = await vscode.window.showInputBox({
    title: 'Logpoint',
    prompt: 'What to write; expressions stand in braces: {order.ID}',
    value,
  });
  return logMessage === undefined || logMessage.trim() === '' ? undefined : { logMessage: logMessage.trim() };
}
