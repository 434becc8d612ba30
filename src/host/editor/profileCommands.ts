// Commands on profiles as files and on the active profile. In: a file a menu names, or the active profile.
// Out: tabs opened, a copy saved, another sample type, no profile. Invariant: saving never replaces a file
// that the person did not agree to replace, and a file is whole or not there.

import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import type { Profile } from '../../core/profile/profile';
import { commands, customEditors } from '../../ids';
import { type CommandRegistry, uriOf } from '../commands';
import type { ActiveProfile, ProfileStore } from '../store/profileStore';
import type { ProfileEditor } from './profileEditor';
import { savedAs } from '../workspaceFolder';

const profileFilters = {
  Profiles: ['pprof', 'prof', 'pgo', 'pb.gz', 'gz', 'pb', 'out'],
  'All files': ['*'],
};

export interface ProfileCommandsOptions {
  readonly registry: CommandRegistry;
  readonly store: ProfileStore;
  readonly editor: ProfileEditor;
  /** The opened folder that has a profile's code, where there is one. */
  readonly codeFolder: (profile: Profile) => Promise<vscode.Uri | undefined>;
}

export function registerProfileCommands(options: ProfileCommandsOptions): void {
  const { registry, store, editor } = options;
  registry.register(commands.openProfile, 'open the profile', (one, all) => openProfiles(urisOf(one, all)));
  registry.register(commands.saveProfileAs, 'save the profile', async (uri) =>
    saveProfileAs(uriOf(uri) ?? (await store.named(undefined)).uri, options),
  );
  registry.register(commands.selectSampleType, 'change the sample type', async (uri) =>
    selectSampleType(await store.named(uriOf(uri)), store, editor),
  );
  registry.register(commands.clearProfile, 'clear the profile', () => store.clear());
}

/** Shows a profile in the custom editor, whatever its name is: in the tab that it has, else in a new one. */
export async function showProfile(uri: vscode.Uri): Promise<void> {
  const viewTypes: readonly string[] = Object.values(customEditors);
  let viewType: string = customEditors.profile;
  let viewColumn = vscode.ViewColumn.Active;
  for (const { input, group } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    const isOurs = input instanceof vscode.TabInputCustom && viewTypes.includes(input.viewType);
    if (!isOurs || input.uri.toString() !== uri.toString()) continue;
    viewType = input.viewType;
    viewColumn = group.viewColumn;
  }
  await vscode.commands.executeCommand('vscode.openWith', uri, viewType, { viewColumn, preview: false });
}

/** Menus name the file they were opened on, then all that are selected. */
function urisOf(one: unknown, all: unknown): vscode.Uri[] {
  return (Array.isArray(all) ? all : [one]).map(uriOf).filter((uri) => uri !== undefined);
}

async function openProfiles(named: readonly vscode.Uri[]): Promise<void> {
  const chosen =
    named.length === 0
      ? await vscode.window.showOpenDialog({
          title: 'Open Profile',
          openLabel: 'Open Profile',
          canSelectMany: true,
          filters: profileFilters,
        })
      : named;
  for (const uri of chosen ?? []) await showProfile(uri);
}

async function saveProfileAs(source: vscode.Uri, options: ProfileCommandsOptions): Promise<void> {
  const name = source.path.slice(source.path.lastIndexOf('/') + 1);
  const target = await vscode.window.showSaveDialog({
    title: 'Save Profile As',
    ...savedAs(name, await whatIsAbout(source, options)),
    filters: profileFilters,
  });
  if (target === undefined || target.toString() === source.toString()) return;
  await copyWhole(source, target);
  const open = await vscode.window.showInformationMessage(`Saved ${name} to ${target.fsPath}.`, 'Open');
  if (open !== undefined) await showProfile(target);
}

/** In a window with several folders: a capture is kept in none of them, so the code that it is of tells. */
async function whatIsAbout(source: vscode.Uri, { store, codeFolder }: ProfileCommandsOptions): Promise<vscode.Uri> {
  const { workspaceFolders = [], getWorkspaceFolder } = vscode.workspace;
  if (workspaceFolders.length < 2 || getWorkspaceFolder(source) !== undefined) return source;
  try {
    return (await codeFolder((await store.named(source)).profile)) ?? source;
  } catch {
    // What cannot be read can be saved all the same.
    return source;
  }
}

/** The dialog has asked before replacing; the copy is made beside the target first, so that it is never cut short. */
async function copyWhole(source: vscode.Uri, target: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.stat(source);
  } catch (error) {
    const message = `The profile cannot be saved: ${source.fsPath} does not exist any more.`;
    throw new UserError('not-found', message, 'Capture it again.', { cause: error });
  }
  const partial = target.with({ path: `${target.path}.partial-${Date.now().toString(36)}` });
  try {
    await vscode.workspace.fs.copy(source, partial, { overwrite: false });
    await vscode.workspace.fs.rename(partial, target, { overwrite: true });
  } catch (error) {
    await Promise.resolve(vscode.workspace.fs.delete(partial)).catch(() => undefined);
    const next = 'Choose another place to save to.';
    throw new UserError('not-saved', `The profile could not be saved to ${target.fsPath}.`, next, { cause: error });
  }
}

async function selectSampleType(
  { uri, title, profile, view }: ActiveProfile,
  store: ProfileStore,
  editor: ProfileEditor,
): Promise<void> {
  const items = profile.sampleTypes.map(({ type, unit }, index) => ({
    label: type,
    description: unit,
    index,
    iconPath: new vscode.ThemeIcon(index === view.sampleType ? 'check' : 'blank'),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Sample Type of ${title}`,
    placeHolder: 'What to measure',
  });
  if (picked === undefined) return;
  store.setView(uri, { ...view, sampleType: picked.index });
  editor.selectSampleType(uri, picked.index);
}
