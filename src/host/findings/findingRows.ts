// What the Findings view shows, as rows. In: the store. Out: rows and the rows below each. Invariants: texts of profiles are
// labels and plain tooltips, never Markdown; everything that a finding says is here, and what leads somewhere goes there
// on a click.

import * as vscode from 'vscode';
import { Owners } from '../../core/diagnose/facts/owners';
import { type Finding, type Grade, grades } from '../../core/diagnose/finding';
import { type NextStep, nextSteps } from '../../core/diagnose/nextSteps';
import { baseName, normalizePath } from '../../core/golang/goPath';
import { shortName } from '../../core/golang/shortName';
import { evidenceShare, evidenceValue } from '../../core/report/findings/evidenceValue';
import { commands } from '../../ids';
import type { DismissedFinding, FindingsStore, PlacedFinding } from '../store/findingsStore';

export interface Row {
  /** The same for the same row after a change, so that what is open stays open. */
  readonly id: string;
  readonly item: vscode.TreeItem;
  readonly parent: Row | undefined;
  readonly found?: PlacedFinding;
  children(): readonly Row[];
}

export type Grouping = 'grade' | 'file';

/** Set as `contextValue`: what menus go by. */
export const rowContexts = { finding: 'heatline.finding', dismissed: 'heatline.dismissedFinding' } as const;

const gradeNames: Readonly<Record<Grade, string>> = { proven: 'Proven', likely: 'Likely', suspect: 'Suspected' };

const gradeIcons: Readonly<Record<Grade, vscode.ThemeIcon>> = {
  proven: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
  likely: new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  suspect: new vscode.ThemeIcon('info', new vscode.ThemeColor('problemsInfoIcon.foreground')),
};

export function rootRows(store: FindingsStore, grouping: Grouping): readonly Row[] {
  const { current, shown, dismissed } = store;
  if (current === undefined) return [];
  const groups = grouping === 'grade' ? gradeGroups(shown) : fileGroups(shown);
  const rows = groups.map((group) => groupRow(group, store));
  if (rows.length === 0) rows.push(textRow('nothing', undefined, nothingText(dismissed.length), '', 'pass'));
  if (dismissed.length > 0) rows.push(dismissedRow(dismissed, store));
  const missing = [
    ...current.report.missing.map(({ profile, reason }) => ({ label: profile, reason })),
    ...current.leftOut.map((reason) => ({ label: 'not read', reason })),
  ];
  if (missing.length > 0) rows.push(missingRow(missing));
  return rows;
}

function nothingText(dismissed: number): string {
  return dismissed === 0 ? 'Nothing was found' : 'Nothing else was found';
}

interface Group {
  readonly id: string;
  readonly label: string;
  readonly uri?: vscode.Uri;
  readonly findings: readonly PlacedFinding[];
}

function gradeGroups(findings: readonly PlacedFinding[]): readonly Group[] {
  return grades
    .map((grade) => ({
      id: grade,
      label: gradeNames[grade],
      findings: findings.filter(({ finding }) => finding.grade === grade),
    }))
    .filter((group) => group.findings.length > 0);
}

function fileGroups(findings: readonly PlacedFinding[]): readonly Group[] {
  const groups = new Map<string, { label: string; uri?: vscode.Uri; findings: PlacedFinding[] }>();
  for (const found of findings) {
    const { place, finding } = found;
    const file = place?.uri.toString() ?? finding.location?.file ?? '';
    const known = groups.get(file);
    if (known !== undefined) known.findings.push(found);
    else {
      const label =
        place === undefined ? (finding.location?.file ?? 'Nowhere in particular') : baseName(place.uri.path);
      groups.set(file, { label, findings: [found], ...(place === undefined ? {} : { uri: place.uri }) });
    }
  }
  return [...groups].map(([id, group]) => ({ id: `file ${id}`, ...group }));
}

function groupRow({ id, label, uri, findings }: Group, store: FindingsStore): Row {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.description = uri === undefined ? String(findings.length) : folderText(uri);
  if (uri !== undefined) {
    item.resourceUri = uri;
    item.iconPath = vscode.ThemeIcon.File;
  }
  const row: Row = { id, item: named(item, id), parent: undefined, children: () => findings.map(below) };
  const below = (found: PlacedFinding): Row => findingRow(found, row, store, undefined);
  return row;
}

function folderText(uri: vscode.Uri): string {
  const path = vscode.workspace.asRelativePath(uri);
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function dismissedRow(dismissed: readonly DismissedFinding[], store: FindingsStore): Row {
  const item = new vscode.TreeItem('Dismissed', vscode.TreeItemCollapsibleState.Collapsed);
  item.description = String(dismissed.length);
  const row: Row = { id: 'dismissed', item: named(item, 'dismissed'), parent: undefined, children: () => below() };
  const below = (): readonly Row[] => dismissed.map(({ found, reason }) => findingRow(found, row, store, reason));
  return row;
}

function missingRow(missing: readonly { readonly label: string; readonly reason: string }[]): Row {
  const item = new vscode.TreeItem('Not Looked At', vscode.TreeItemCollapsibleState.Collapsed);
  item.description = missing.map(({ label }) => label).join(', ');
  item.tooltip = 'What the bundle does not have, so nothing was found in it';
  const row: Row = { id: 'missing', item: named(item, 'missing'), parent: undefined, children: () => below };
  const below = missing.map(({ label, reason }, i) => textRow(`missing ${i}`, row, label, reason, 'circle-slash'));
  return row;
}

function findingRow(found: PlacedFinding, parent: Row, store: FindingsStore, dismissedAs: string | undefined): Row {
  const { id: number, finding, place } = found;
  const { title, detail, grade, location } = finding;
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = gradeIcons[grade];
  const file = place === undefined ? location?.file : vscode.workspace.asRelativePath(place.uri);
  const line = place === undefined ? location?.line : place.line;
  const where = file === undefined ? '' : `${baseName(normalizePath(file))}${line === undefined ? '' : `:${line}`}`;
  item.description = dismissedAs === undefined ? where : `${dismissedAs} · ${where}`;
  item.tooltip = [title, `${grade}, ${file ?? 'nowhere in particular'}`, '', detail].join('\n');
  item.contextValue = dismissedAs === undefined ? rowContexts.finding : rowContexts.dismissed;
  item.accessibilityInformation = { label: `${grade}: ${title}, ${where}` };
  if (location !== null) item.command = { command: commands.openFinding, title: 'Go to Code', arguments: [number] };
  const id = `finding ${number}`;
  const row: Row = { id, item: named(item, id), parent, found, children: () => detailRows(found, row, store) };
  return row;
}

function detailRows(found: PlacedFinding, parent: Row, store: FindingsStore): readonly Row[] {
  const { finding } = found;
  const id = (what: string): string => `${parent.id} ${what}`;
  return [
    textRow(id('detail'), parent, 'Seen', finding.detail, 'eye'),
    ...finding.evidence.map((_, e) => evidenceRow(found, e, parent)),
    textRow(id('advice'), parent, 'Change', finding.advice, 'lightbulb'),
    proofRow(found, nextSteps(finding, store.current?.report.missing ?? []), parent),
    linkRow(id('docs'), parent, finding),
  ];
}

function evidenceRow(found: PlacedFinding, e: number, parent: Row): Row {
  const evidence = found.finding.evidence[e];
  const { profile, text, frames } = evidence;
  const state = frames.length === 0 ? 'None' : 'Collapsed';
  const value = evidenceValue(evidence);
  const share = evidenceShare(evidence);
  const number = [value, share].filter((part) => part !== '').join(', ');
  const item = new vscode.TreeItem(
    number === '' ? profile : `${profile}: ${number}`,
    vscode.TreeItemCollapsibleState[state],
  );
  item.description = text;
  item.tooltip = text;
  item.iconPath = new vscode.ThemeIcon('graph');
  const id = `${parent.id} evidence ${e}`;
  const owners = new Owners();
  const row: Row = { id, item: named(item, id), parent, children: () => frames.map((_, f) => below(f)) };
  const below = (f: number): Row => {
    const { function: name, file, line } = frames[f];
    const where = `${baseName(normalizePath(file))}${line > 0 ? `:${line}` : ''}`;
    const frame = new vscode.TreeItem(name === '' ? where : shortName(name));
    frame.description = name === '' ? '' : where;
    frame.tooltip = `${name}\n${file}:${line}`;
    // The program's own frames stand out among those of Go and of libraries.
    frame.iconPath = new vscode.ThemeIcon(name === '' || owners.isOwn(frames[f]) ? 'symbol-function' : 'blank');
    frame.command = { command: commands.openFindingFrame, title: 'Go to Code', arguments: [found.id, e, f] };
    return { id: `${id} ${f}`, item: named(frame, `${id} ${f}`), parent: row, children: () => [] };
  };
  return row;
}

function proofRow(found: PlacedFinding, steps: readonly NextStep[], parent: Row): Row {
  const item = new vscode.TreeItem(
    'Wrong if',
    vscode.TreeItemCollapsibleState[steps.length === 0 ? 'None' : 'Collapsed'],
  );
  const { refute } = found.finding;
  item.description = refute;
  item.tooltip = `${refute}\n\nOpen for what would prove it.`;
  item.iconPath = new vscode.ThemeIcon('beaker');
  const id = `${parent.id} proof`;
  const row: Row = { id, item: named(item, id), parent, children: () => steps.map(below) };
  const below = ({ kind, title, reason, snippet }: NextStep, i: number): Row => {
    const isLook = kind === 'look-again';
    const step = textRow(`${id} ${i}`, row, title, reason, isLook ? 'refresh' : 'copy');
    step.item.command = isLook
      ? { command: commands.lookAgain, title }
      : { command: commands.copySnippet, title, arguments: [found.id, i] };
    if (!isLook) step.item.tooltip = `${reason}\n\nClick to copy:\n${snippet}`;
    return step;
  };
  return row;
}

function linkRow(id: string, parent: Row, { rule, docs }: Finding): Row {
  const row = textRow(id, parent, 'Documentation', docs, 'link-external');
  row.item.tooltip = `${rule}\n${docs}`;
  row.item.command = { command: 'vscode.open', title: 'Open', arguments: [vscode.Uri.parse(docs, true)] };
  return row;
}

function textRow(id: string, parent: Row | undefined, label: string, description: string, icon: string): Row {
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.tooltip = description === '' ? label : description;
  item.iconPath = new vscode.ThemeIcon(icon);
  return { id, item: named(item, id), parent, children: () => [] };
}

function named(item: vscode.TreeItem, id: string): vscode.TreeItem {
  item.id = id;
  return item;
}
