// "Compare Profiles…". In: a profile that a menu names, else the active one; for two captures both. Out: their difference
// in a tab of its own. Invariants: of two captures the older one is the base; a base that does not fit is refused with a
// sentence in that tab, and nothing else changes.

import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { customEditors } from '../../ids';
import { uriOf } from '../commands';
import type { CaptureFolder, StoredCapture } from '../store/captureFolder';
import { comparisonOf, comparisonUri, nameOf } from '../store/comparison';
import { kindIcon, kindName } from '../store/kindNames';
import type { ProfileStore } from '../store/profileStore';
import { hostOf } from '../store/originText';

export interface CompareOptions {
  /** What a menu passes: the one it was opened on, then all that are selected. */
  readonly one: unknown;
  readonly all: unknown;
  readonly store: ProfileStore;
  readonly folder: CaptureFolder;
  readonly openProfile: (uri: vscode.Uri) => Promise<void>;
}

interface BaseItem extends vscode.QuickPickItem {
  /** Undefined for "choose a file". */
  readonly uri: vscode.Uri | undefined;
}

export async function compareProfiles({ one, all, store, folder, openProfile }: CompareOptions): Promise<void> {
  const captures = await folder.list();
  const selected = (Array.isArray(all) ? all : []).map(uriOf).filter((uri) => uri !== undefined);
  if (selected.length === 2) {
    // Listed newest first.
    const place = (uri: vscode.Uri): number =>
      captures.findIndex((capture) => capture.uri.toString() === uri.toString());
    const [profile, base] = selected.sort((a, b) => place(a) - place(b));
    await openProfile(comparisonUri({ profile, base, normalize: false }));
    return;
  }
  const named = uriOf(one) ?? (await store.named(undefined)).uri;
  // Of a comparison, the profile in it is compared with another base.
  const profile = comparisonOf(named)?.profile ?? named;
  const base = await pickBase(profile, captures);
  if (base !== undefined) await openProfile(comparisonUri({ profile, base, normalize: false }));
}

/**
 * The same comparison with the sums made equal, as pprof's -normalize, or as they are; in the tab's place. Two profiles of
 * different lengths differ in everything until they are normalized.
 */
export async function toggleNormalize({
  one,
  store,
  openProfile,
}: Pick<CompareOptions, 'one' | 'store' | 'openProfile'>): Promise<void> {
  // The tab that is looked at, before it has become the active profile too: a second press is about what the first made.
  const uri = uriOf(one) ?? shownComparison() ?? (await store.named(undefined)).uri;
  const comparison = comparisonOf(uri);
  if (comparison === undefined) {
    throw new UserError('no-comparison', 'Only a comparison can be normalized.', 'Compare two profiles first.');
  }
  await openProfile(comparisonUri({ ...comparison, normalize: !comparison.normalize }));
  const isOld = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString();
  await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(isOld));
}

function shownComparison(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && comparisonOf(input.uri) !== undefined ? input.uri : undefined;
}

async function pickBase(profile: vscode.Uri, captures: readonly StoredCapture[]): Promise<vscode.Uri | undefined> {
  const key = profile.toString();
  const kind = captures.find(({ uri }) => uri.toString() === key)?.provenance?.kind;
  const others = captures.filter(({ uri }) => uri.toString() !== key);
  const alike = others.filter(({ provenance }) => kind === undefined || provenance?.kind === kind);
  const known = new Set([key, ...others.map(({ uri }) => uri.toString())]);
  const open = openProfiles().filter((uri) => !known.has(uri.toString()));
  const items: BaseItem[] = [
    ...open.map((uri) => ({
      label: nameOf(uri),
      description: vscode.workspace.asRelativePath(uri),
      iconPath: new vscode.ThemeIcon('file'),
      uri,
    })),
    ...alike.map(captureItem),
    { label: 'Choose a File…', iconPath: new vscode.ThemeIcon('folder-opened'), uri: undefined },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Compare ${nameOf(profile)} With…`,
    placeHolder: 'The profile from before: it is taken away, and percentages refer to it',
    matchOnDescription: true,
  });
  if (picked === undefined || picked.uri !== undefined) return picked?.uri;
  const chosen = await vscode.window.showOpenDialog({ title: 'Compare With', openLabel: 'Compare' });
  return chosen?.at(0);
}

function captureItem({ uri, name, provenance }: StoredCapture): BaseItem {
  if (provenance === undefined) return { label: name, iconPath: new vscode.ThemeIcon('file-binary'), uri };
  const { kind, url, startedAt, seconds } = provenance;
  const time = new Date(startedAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  return {
    label: kindName(kind),
    description: [hostOf(url), time, ...(seconds === undefined ? [] : [`${seconds} s`])].join(' · '),
    iconPath: new vscode.ThemeIcon(kindIcon(kind)),
    uri,
  };
}

/** Files of profile tabs, comparisons apart. */
function openProfiles(): vscode.Uri[] {
  const viewTypes: readonly string[] = Object.values(customEditors);
  const uris = vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => input)
    .filter((input) => input instanceof vscode.TabInputCustom)
    .filter(({ viewType, uri }) => viewTypes.includes(viewType) && comparisonOf(uri) === undefined)
    .map(({ uri }) => uri);
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}
