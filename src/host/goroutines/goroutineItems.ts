// How rows of the Goroutines view look. In: a row. Out: a tree item: a short name, its numbers, an icon, and a tooltip with
// everything. Invariants: names of a profile are plain text; a leak is told by icon and word, never by colour alone; a
// click on a row that has code leads there.

import * as vscode from 'vscode';
import { countedInGroups } from '../../base/counted';
import { printable } from '../../base/printable';
import { baseName } from '../../core/golang/goPath';
import { shortName } from '../../core/golang/shortName';
import type { FrameAt } from '../../core/goroutine/goroutineBuckets';
import { waitReasonOf, type WaitClass } from '../../core/goroutine/waitReason';
import { commands } from '../../ids';
import type { Shown } from './goroutineModel';
import { growthText, type Numbers, numbersText, waitNote } from './goroutineNumbers';
import type { BucketNode, FrameNode, GoroutineNode, OriginNode, RestNode, StackNode } from './goroutineTree';

const { None, Collapsed } = vscode.TreeItemCollapsibleState;

const icons: Partial<Record<WaitClass, string>> = {
  running: 'play',
  runnable: 'debug-start',
  syscall: 'terminal',
  cgo: 'terminal',
  'chan send': 'arrow-right',
  'chan receive': 'arrow-left',
  'nil chan': 'circle-slash',
  select: 'split-horizontal',
  'empty select': 'circle-slash',
  lock: 'lock',
  'wait group': 'checklist',
  cond: 'bell',
  semaphore: 'lock',
  sleep: 'clock',
  io: 'plug',
};

export function itemOf(node: GoroutineNode, shown: Shown): vscode.TreeItem {
  const item = makeItem(node, shown);
  item.id = node.id;
  if (node.is === 'rest') return item;
  item.contextValue = node.row.kind;
  if (node.row.frame !== undefined && (node.is === 'stack' || node.is === 'frame')) {
    item.command = { command: commands.openFrame, title: 'Go to Code', arguments: [node] };
  }
  return item;
}

function makeItem(node: GoroutineNode, shown: Shown): vscode.TreeItem {
  switch (node.is) {
    case 'bucket':
      return bucketItem(node, shown);
    case 'origin':
      return originItem(node, shown);
    case 'stack':
      return stackItem(node, shown);
    case 'frame':
      return frameItem(node, shown);
    case 'rest':
      return restItem(node);
  }
}

function bucketItem({ bucket, numbers }: BucketNode, shown: Shown): vscode.TreeItem {
  const { text, frame } = bucket;
  const { by } = shown.grouping;
  const label = text === '' ? unknownText(by) : by === 'state' || by === 'label' ? printable(text) : nameText(text);
  const item = new vscode.TreeItem(counted(numbers, label), Collapsed);
  const place = frame === undefined ? '' : placeText(shown, frame);
  item.description = [numbersText(numbers), place].filter((part) => part !== '').join(' · ');
  item.iconPath = numbers.leaked > 0 ? leakIcon : new vscode.ThemeIcon(bucketIcon(by, text));
  const count = countedInGroups(numbers.count, 'goroutine');
  item.tooltip = [
    tooltipHead(by, text),
    count,
    growthText(numbers),
    numbersText(numbers),
    frame === undefined ? '' : fullPlace(shown, frame),
  ]
    .filter((line) => line !== '')
    .join('\n');
  return item;
}

function unknownText(by: Shown['grouping']['by']): string {
  switch (by) {
    case 'creator':
      return 'not started by a go statement';
    case 'label':
      return 'without this label';
    default:
      return 'unknown';
  }
}

function tooltipHead(by: Shown['grouping']['by'], text: string): string {
  const name = printable(text);
  switch (by) {
    case 'creator':
      return text === '' ? 'Started by the runtime, as main is' : `Started by ${name}`;
    case 'function':
      return text === '' ? 'Goroutines without a stack' : `Wait in ${name}`;
    default:
      return name;
  }
}

function bucketIcon(by: Shown['grouping']['by'], text: string): string {
  if (by === 'state') return icons[waitReasonOf(text).class] ?? 'circle-outline';
  if (by === 'label') return 'tag';
  return by === 'creator' ? 'git-branch' : 'symbol-method';
}

function originItem({ origin, numbers, row }: OriginNode, shown: Shown): vscode.TreeItem {
  const item = new vscode.TreeItem(
    counted(numbers, origin.entry === '' ? 'unknown' : nameText(origin.entry)),
    Collapsed,
  );
  const ownText = origin.own === 0 ? 'ended' : origin.own === numbers.count ? '' : `${origin.own} itself`;
  const place = row.frame === undefined ? '' : placeText(shown, row.frame);
  item.description = [numbersText(numbers), ownText, place].filter((text) => text !== '').join(' · ');
  item.iconPath = numbers.leaked > 0 ? leakIcon : new vscode.ThemeIcon('git-branch');
  item.tooltip = [
    printable(origin.entry),
    origin.createdBy === null ? '' : `started by ${printable(origin.createdBy.function)}`,
    origin.own === 0 ? 'It has ended; these are the goroutines it started.' : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
  return item;
}

function stackItem({ kind, numbers, row }: StackNode, shown: Shown): vscode.TreeItem {
  const { profile, facts, kinds } = shown;
  const { sample } = kinds.kinds[kind];
  const name = row.frame === undefined ? '' : functionName(shown, row.frame);
  const item = new vscode.TreeItem(counted(numbers, name === '' ? 'no stack' : nameText(name)), Collapsed);
  const state = facts.state[sample] < 0 ? '' : printable(profile.strings.text(facts.state[sample]));
  item.description = [
    numbersText(numbers),
    shown.grouping.by === 'state' ? '' : state,
    row.frame === undefined ? '' : placeText(shown, row.frame),
  ]
    .filter((text) => text !== '')
    .join(' · ');
  item.iconPath = numbers.leaked > 0 ? leakIcon : new vscode.ThemeIcon(icons[waitReasonOf(state).class] ?? 'layers');
  item.tooltip = [
    `${countedInGroups(numbers.count, 'goroutine')}${state === '' ? '' : `, ${state}`}`,
    printable(name),
    row.frame === undefined ? '' : fullPlace(shown, row.frame),
    numbers.leaked === 0 ? '' : `${numbers.leaked} leaked: nothing that runs can reach what they wait for.`,
    waitNote(numbers.longestWait, waitReasonOf(state).blocked),
  ]
    .filter((line) => line !== '')
    .join('\n');
  return item;
}

function frameItem({ frame, isCreator, isForeign }: FrameNode, shown: Shown): vscode.TreeItem {
  const name = functionName(shown, frame);
  const item = new vscode.TreeItem(`${isCreator ? 'created by ' : ''}${nameText(name)}`, None);
  item.description = placeText(shown, frame);
  const icon = isCreator ? 'git-branch' : isForeign ? 'circle-small' : 'circle-small-filled';
  item.iconPath = new vscode.ThemeIcon(icon, isForeign ? new vscode.ThemeColor('disabledForeground') : undefined);
  item.tooltip = `${printable(name)}\n${fullPlace(shown, frame)}`;
  return item;
}

function restItem(node: RestNode): vscode.TreeItem {
  const goroutines = node.goroutines === 0 ? '' : `, ${node.goroutines.toLocaleString('en')} goroutines`;
  const item = new vscode.TreeItem(`${node.rows.toLocaleString('en')} more${goroutines}…`, None);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = { command: commands.showMoreGoroutines, title: 'Show More', arguments: [node] };
  return item;
}

/** The numbers first: names are long, and side bars narrow. */
function counted(numbers: Numbers, name: string): string {
  return [numbers.count.toLocaleString('en'), growthText(numbers), name].filter((text) => text !== '').join(' ');
}

const leakIcon = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));

function functionName({ profile }: Shown, frame: FrameAt): string {
  return profile.strings.text(profile.functions.name[frame.function]);
}

function nameText(name: string): string {
  return printable(shortName(name));
}

function placeText(shown: Shown, frame: FrameAt): string {
  const path = fileOf(shown, frame);
  return path === '' ? '' : printable(`${baseName(path)}:${frame.line}`);
}

function fullPlace(shown: Shown, frame: FrameAt): string {
  return printable(`${fileOf(shown, frame)}:${frame.line}`);
}

function fileOf({ profile }: Shown, frame: FrameAt): string {
  return profile.strings.text(profile.functions.filename[frame.function]);
}
