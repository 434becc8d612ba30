// The custom editor of profiles, under both of its names (by file name, and for any file). In: files that the
// workbench opens. Out: tabs with a page each. Invariants: tabs of one file share one document of the store; a
// document is released when its last tab is closed; the page is rebuilt when shown again, never kept while hidden.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import type { Profile } from '../../core/profile/profile';
import type { FrameRef, OpenedFrame, ViewRefinement } from '../../protocol/messages';
import { commands, customEditors } from '../../ids';
import type { ErrorReporter } from '../errorReporter';
import type { Lease, ProfileStore } from '../store/profileStore';
import { pageHtml, pageRoot } from './pageHtml';
import { type PageHost, ProfilePage } from './profilePage';

export interface ProfileEditorOptions {
  readonly extensionUri: vscode.Uri;
  readonly store: ProfileStore;
  readonly errors: ErrorReporter;
  /** Takes the code editor to a frame of the profile. */
  readonly openFrame: (profile: Profile, frame: FrameRef) => Promise<OpenedFrame>;
}

interface LeasedDocument extends vscode.CustomDocument {
  readonly lease: Lease;
}

export class ProfileEditor implements vscode.CustomReadonlyEditorProvider<LeasedDocument>, Disposable {
  private readonly owned = new DisposableList();
  private readonly pages = new Set<ProfilePage>();

  constructor(private readonly options: ProfileEditorOptions) {
    for (const viewType of Object.values(customEditors)) {
      const registered = vscode.window.registerCustomEditorProvider(viewType, this, {
        supportsMultipleEditorsPerDocument: true,
      });
      this.owned.add(registered);
    }
  }

  openCustomDocument(uri: vscode.Uri): LeasedDocument {
    const lease = this.options.store.open(uri);
    return { uri, lease, dispose: () => lease.dispose() };
  }

  resolveCustomEditor({ lease }: LeasedDocument, panel: vscode.WebviewPanel): void {
    const root = pageRoot(this.options.extensionUri);
    panel.webview.options = { enableScripts: true, localResourceRoots: [root] };
    const page = new ProfilePage(lease.document, panel, (webview) => pageHtml(webview, root), this.host);
    this.pages.add(page);
    panel.onDidDispose(() => {
      this.pages.delete(page);
      page.dispose();
    });
    page.start();
    // The code need not wait for the page, which takes longer to load than the profile to read.
    if (panel.active) this.host.lookedAt(lease.document, undefined);
    else this.host.shown(lease.document);
  }

  /** Highlights functions in the pages that show this file; none clears the highlight. */
  reveal(uri: vscode.Uri, functions: readonly number[]): void {
    for (const page of this.pagesOf(uri)) page.reveal(functions);
  }

  selectSampleType(uri: vscode.Uri, index: number): void {
    for (const page of this.pagesOf(uri)) page.selectSampleType(index);
  }

  refine(uri: vscode.Uri, refinement: ViewRefinement): void {
    for (const page of this.pagesOf(uri)) page.refine(refinement);
  }

  private pagesOf(uri: vscode.Uri): ProfilePage[] {
    return [...this.pages].filter((page) => page.document.uri.toString() === uri.toString());
  }

  private readonly host: PageHost = {
    openFrame: async ({ content }, frame) => {
      if (content?.kind !== 'loaded') return { opened: false, message: 'The profile is not open any more.' };
      return this.options.openFrame(content.profile, frame);
    },
    shown: (document) => {
      if (this.options.store.active === undefined) void this.options.store.activate(document.uri);
    },
    lookedAt: (document, view) => {
      const { store } = this.options;
      if (view !== undefined) store.setView(document.uri, view);
      void store.activate(document.uri);
    },
    act: async (document, action) => {
      if (action === 'openAnother') await vscode.commands.executeCommand(commands.openProfile);
      else await vscode.commands.executeCommand('vscode.openWith', document.uri, 'default');
    },
    problem: (document, error) => this.options.errors.record(error, `show ${document.title}`),
  };

  dispose(): void {
    this.owned.dispose();
    for (const page of this.pages) page.dispose();
  }
}
