// "Open Goroutine Dump". In: a file, or text of an editor, the clipboard or a terminal. Out: the dump as text, its
// goroutines in the view and in the code. Invariants: text that has no file is kept among the captures before it is
// shown; what holds no goroutine is told in a sentence and changes nothing; nothing of a text names a file.

import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { goroutineSampleType } from '../../core/analyze/functionCounts';
import { looksLikeCountText } from '../../core/goroutine/countText';
import { crashAround } from '../../core/goroutine/crashText';
import { looksLikeDump } from '../../core/goroutine/dump';
import { languages } from '../../ids';
import { uriOf } from '../commands';
import type { ProfileStore } from '../store/profileStore';
import { terminalText } from './terminalText';

/** Where text without a file came from; becomes part of its name. */
export type DumpOrigin = 'clipboard' | 'selection' | 'editor' | 'terminal';

export interface OpenDumpOptions {
  readonly store: ProfileStore;
  /** Keeps text among the captures: the new file, undefined where the person gave up on it. */
  readonly keep: (text: string, from: DumpOrigin) => Promise<vscode.Uri | undefined>;
  /** For what is no text, and for text too large for an editor. */
  readonly showProfile: (uri: vscode.Uri) => Promise<void>;
  readonly revealView: () => Promise<void>;
}

/** VS Code shows larger texts to no extension. */
const largestText = 50 * 2 ** 20;

function hasGoroutine(text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  return looksLikeDump(bytes) || looksLikeCountText(bytes);
}

export class OpenDump {
  constructor(private readonly options: OpenDumpOptions) {}

  /** @param arg a file that a menu names; `selection` for the terminal's; else a person is asked */
  async run(arg: unknown): Promise<void> {
    const uri = uriOf(arg);
    if (uri !== undefined && uri.scheme !== 'untitled') return this.file(uri);
    if (uri !== undefined) return this.text((await vscode.workspace.openTextDocument(uri)).getText(), 'editor');
    await (
      await pickSource(this)
    )?.();
  }

  async text(text: string, from: DumpOrigin): Promise<void> {
    if (!hasGoroutine(text)) {
      const where = {
        clipboard: 'on the clipboard',
        selection: 'in the selection',
        editor: 'in this text',
        terminal: 'in the terminal',
      };
      const message = `There is no goroutine ${where[from]}.`;
      throw new UserError('no-goroutine', message, 'A dump has lines like "goroutine 1 [running]:"; copy all of it.');
    }
    const kept = await this.options.keep(text, from);
    if (kept !== undefined) await this.file(kept);
  }

  async terminal(terminal: vscode.Terminal): Promise<void> {
    const selected = await terminalText(terminal, 'selection');
    if (hasGoroutine(selected)) return this.text(selected, 'terminal');
    return this.text(crashAround(await terminalText(terminal, 'all'), ''), 'terminal');
  }

  async file(uri: vscode.Uri): Promise<void> {
    const { store, showProfile, revealView } = this.options;
    const active = await store.named(uri);
    if (goroutineSampleType(active.profile) < 0) {
      const next = 'Open it with "Open Profile…".';
      throw new UserError('no-goroutine', `${active.title} is a profile, but not of goroutines.`, next);
    }
    await store.activate(uri);
    if (!(await showText(uri))) await showProfile(uri);
    await revealView();
  }
}

async function showText(uri: vscode.Uri): Promise<boolean> {
  if ((await vscode.workspace.fs.stat(uri)).size > largestText) return false;
  const start = (await vscode.workspace.fs.readFile(uri)).subarray(0, 512);
  if (start.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0d, 0x1b].includes(byte))) return false;
  const document = await vscode.workspace.openTextDocument(uri);
  const isOurs = document.languageId === languages.goroutineDump;
  const shown = isOurs ? document : await vscode.languages.setTextDocumentLanguage(document, languages.goroutineDump);
  await vscode.window.showTextDocument(shown, { preview: false });
  return true;
}

/** What there is to open. */
async function pickSource(dump: OpenDump): Promise<(() => Promise<void>) | undefined> {
  const { activeTextEditor: editor, activeTerminal: terminal } = vscode.window;
  const items: (vscode.QuickPickItem & { readonly run: () => Promise<void> })[] = [];
  if (editor !== undefined && !editor.selection.isEmpty) {
    const selected = editor.document.getText(editor.selection);
    if (hasGoroutine(selected))
      items.push({ label: '$(selection) Selection', run: () => dump.text(selected, 'selection') });
  }
  if (editor !== undefined && hasGoroutine(editor.document.getText())) {
    const { document } = editor;
    const hasFile = !document.isUntitled && !document.isDirty;
    const run = (): Promise<void> => (hasFile ? dump.file(document.uri) : dump.text(document.getText(), 'editor'));
    items.push({ label: '$(file) This Editor', description: vscode.workspace.asRelativePath(document.uri), run });
  }
  // It is read when it is wanted: a browser asks the person for leave.
  const clipboard = async (): Promise<void> => dump.text(await vscode.env.clipboard.readText(), 'clipboard');
  items.push({ label: '$(clippy) Clipboard', run: clipboard });
  if (terminal !== undefined) {
    const description = `${terminal.name}: what is selected, else the last crash`;
    items.push({ label: '$(terminal) Terminal', description, run: () => dump.terminal(terminal) });
  }
  const file = { label: '$(folder-opened) File…', run: () => pickFile(dump) };
  const title = 'Open Goroutine Dump From';
  return (await vscode.window.showQuickPick([...items, file], { title }))?.run;
}

async function pickFile(dump: OpenDump): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({ title: 'Open Goroutine Dump', openLabel: 'Open Goroutine Dump' });
  if (chosen !== undefined && chosen.length > 0) await dump.file(chosen[0]);
}
