// Commands on where the code of a profile is. In: the store, the source index, reports. Out: "Explain Source Mapping" and
// "Locate Source…", registered. Invariant: arguments of commands are checked, since anyone can run them.

import * as vscode from 'vscode';
import type { ProfileFile } from '../../core/golang/profileFiles';
import { formatPercent } from '../../core/profile/units';
import { commands } from '../../ids';
import { type CommandRegistry, uriOf } from '../commands';
import { rowOf } from '../store/goroutineRow';
import type { ActiveProfile, ProfileStore } from '../store/profileStore';
import { locateSource } from './locateSource';
import { goToHottestLines, type HottestLinesOptions } from './hottestLines';
import type { SourceReports } from './sourceReports';

export interface NavigationOptions extends HottestLinesOptions {
  readonly registry: CommandRegistry;
  readonly store: ProfileStore;
  readonly reports: SourceReports;
}

export function registerNavigation({ registry, store, reports, ...options }: NavigationOptions): void {
  registry.register(commands.goToHottestLines, 'go to the hottest lines', async () =>
    goToHottestLines(await store.named(undefined), options),
  );
  registry.register(commands.openFrame, 'open the frame', async (number, index, line) => {
    const row = rowOf(number);
    if (row !== undefined) {
      return row.frame === undefined ? undefined : options.navigator.openFrame(row.profile, row.frame);
    }
    const { profile } = store.numbered(number);
    if (!isIndex(index) || !isIndex(line) || index >= profile.functions.count) return undefined;
    return options.navigator.openFrame(profile, { function: index, line });
  });
  registry.register(commands.explainSources, 'explain where the code is', async (uri) =>
    reports.show(await store.named(uriOf(uri))),
  );
  registry.register(commands.locateSource, 'locate the source', async (report, index) => {
    const file = reports.fileAt(report, index)?.file ?? (await pickMissing(reports, await store.named(undefined)));
    if (file !== undefined) await locateSource(file.path);
  });
}

const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

async function pickMissing(reports: SourceReports, active: ActiveProfile): Promise<ProfileFile | undefined> {
  const { profile, view, title } = active;
  const missing = await reports.missing(active);
  if (missing.length === 0) {
    void vscode.window.showInformationMessage(`Every source file of ${title} that can be found was found.`);
    return undefined;
  }
  const sum = profile.samples.values[view.sampleType].reduce((all, value) => all + value, 0);
  const items = missing.map(({ file, total, resolution }) => ({
    label: file.path,
    description: formatPercent(total, sum).trim(),
    detail: resolution.kind === 'none' ? resolution.why : '',
    file,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Source Files of ${title} That Were Not Found`,
    placeHolder: 'Which one do you want to locate?',
    matchOnDetail: true,
  });
  return picked?.file;
}
