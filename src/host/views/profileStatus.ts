// The status bar item of the active profile, so that heat in the code is never a riddle, also when the profile's own
// tab is closed. In: the store's events. Out: what is measured and where it came from; a click shows the profile.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { commands } from '../../ids';
import type { ActiveProfile, ProfileStore } from '../store/profileStore';

export class ProfileStatus implements Disposable {
  private readonly owned = new DisposableList();
  private item: vscode.StatusBarItem | undefined;

  constructor(store: ProfileStore) {
    this.owned.add(store.onDidChangeActive((active) => this.show(active)));
    this.owned.add(store.onDidChangeView((active) => this.show(active)));
  }

  private show(active: ActiveProfile | undefined): void {
    if (active === undefined) {
      this.item?.hide();
      return;
    }
    this.item ??= this.owned.add(vscode.window.createStatusBarItem('heatline.profile', vscode.StatusBarAlignment.Left));
    const { uri, title, origin, profile, view } = active;
    const type = profile.sampleTypes[view.sampleType]?.type ?? '';
    this.item.name = 'Heatline Profile';
    this.item.text = `$(flame) ${type === '' ? title : type}`;
    this.item.tooltip = [title, ...(origin === '' ? [] : [origin]), 'Click to show the profile'].join('\n');
    this.item.accessibilityInformation = { label: `Active profile ${title}, sample type ${type}` };
    this.item.command = { command: commands.openProfile, title: 'Show Profile', arguments: [uri] };
    this.item.show();
  }

  dispose(): void {
    this.owned.dispose();
  }
}
