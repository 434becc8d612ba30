// Tabs that show profiles, and where code goes beside them. In: the window's tab groups. Out: the column for a code
// editor. Invariant: a profile's tab is never covered, and no more groups are made than the one beside it.

import * as vscode from 'vscode';
import { customEditors } from '../../ids';

const viewTypes: readonly string[] = Object.values(customEditors);

/** Whether a tab group shows a profile now: this one, or any. */
export function isProfileVisible(uri?: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some((group) => {
    const input = group.activeTab?.input;
    return isProfileTab(input) && (uri === undefined || input.uri.toString() === uri.toString());
  });
}

function isProfileTab(input: unknown): input is vscode.TabInputCustom {
  return input instanceof vscode.TabInputCustom && viewTypes.includes(input.viewType);
}

/**
 * The group that shows the file already, else the one where code was last, else any without a profile, else beside.
 *
 * @param lastUsed column of the code editor the person used last
 */
export function columnForCode(uri: vscode.Uri, lastUsed: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  if (!groups.some((group) => isProfileTab(group.activeTab?.input))) return vscode.ViewColumn.Active;
  const free = groups.filter((group) => !isProfileTab(group.activeTab?.input));
  const showing = free.find((group) => group.tabs.some((tab) => isText(tab.input, uri)));
  const last = free.find((group) => group.viewColumn === lastUsed);
  return (showing ?? last ?? free.at(0))?.viewColumn ?? vscode.ViewColumn.Beside;
}

function isText(input: unknown, uri: vscode.Uri): boolean {
  return input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
}
