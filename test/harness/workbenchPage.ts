// A page object for the whole window. In: a browser and a server. Out: what a person does and sees in VS Code.
// Invariant: every wait is for something visible, 30 s at most; nothing here knows Heatline.
import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Browser } from './browser';
import { EditorView } from './editorView';
import { openWorkbench, type OpenOptions } from './openWorkbench';
import { QuickInput } from './quickInput';
import type { Server } from './vscodeServer';

/** The name in the theme picker and the class that the window gets. */
const themes = {
  dark: { label: 'Dark Modern', base: 'vs-dark' },
  light: { label: 'Light Modern', base: 'vs' },
  highContrast: { label: 'Dark High Contrast', base: 'hc-black' },
  highContrastLight: { label: 'Light High Contrast', base: 'hc-light' },
} as const;

export type Theme = keyof typeof themes;

export class WorkbenchPage {
  readonly page: Page;
  readonly quick: QuickInput;
  readonly editor: EditorView;

  constructor(
    readonly browser: Browser,
    readonly server: Server,
  ) {
    this.page = browser.page;
    this.quick = new QuickInput(this.page);
    this.editor = new EditorView(this.page);
  }

  async open(options: OpenOptions): Promise<void> {
    await openWorkbench(this.page, this.server, options);
    await this.waitReady();
  }

  /** Reloads the window, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitReady();
  }

  /** The window is drawn and the extension host is connected: the explorer shows files. */
  async waitReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }

  /** F1, the command's title, a click on it. The title is what the palette shows, with its category. */
  async runCommand(title: string): Promise<void> {
    const row = this.quick.rowLabelled(title);
    await this.openQuickInput('F1', `>${title}`, row, () => row.click({ timeout: 5000 }));
  }

  /**
   * Presses a key and types, until a row is there and taken, as a person does: VS Code loses keys while the page that has the
   * keyboard is still loading, and while the extensions of a folder that is trusted now start; and an editor that opens
   * late takes the keyboard from the quick input, which closes.
   */
  private async openQuickInput(
    key: string,
    text: string,
    row: Locator,
    take: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const end = Date.now() + 30_000;
    for (;;) {
      await this.page.keyboard.press(key);
      try {
        await this.quick.input.waitFor({ state: 'visible', timeout: 5000 });
        await this.quick.input.fill(text, { timeout: 5000 });
        await Promise.race([row.waitFor(), this.quick.waitClosed()]);
        if (await row.isVisible()) {
          await take();
          return;
        }
      } catch (error) {
        if (Date.now() > end) throw error;
      }
      if (Date.now() > end) throw new Error(`the quick input closes before "${text}" has rows`);
    }
  }

  /** What the palette offers for a text. */
  async paletteRows(text: string): Promise<string[]> {
    await this.openQuickInput('F1', `>${text}`, this.quick.row(text));
    const rows = await this.quick.rowTexts();
    await this.quick.cancel();
    return rows;
  }

  /**
   * Ctrl+P, the file's name, Enter; resolves when its tab is the active one. Quick open lists files when it opens and
   * does not learn of later ones, so for a file just made it is opened again. Where several folders have such a file, `also`
   * is another word of its path.
   */
  async openFile(name: string, also = ''): Promise<void> {
    const file = this.quick.focusedRow(path.basename(name)).filter({ hasText: also });
    const none = this.quick.row('No matching results');
    const end = Date.now() + 30_000;
    for (;;) {
      await this.openQuickInput('Control+P', also === '' ? name : `${name} ${also}`, file.or(none).first());
      if (await file.isVisible()) break;
      if (Date.now() > end) throw new Error(`quick open does not find ${name}`);
      await this.quick.cancel();
    }
    await this.quick.accept();
    await this.editor.waitOpen(path.basename(name));
  }

  async goToLine(line: number, column = 1): Promise<void> {
    await this.openQuickInput('Control+G', `:${line}:${column}`, this.quick.rows.first());
    await this.quick.submit(`:${line}:${column}`);
    await this.editor.waitCursor(line);
  }

  /** The page of the nth visible webview: a frame in a frame. */
  webview(n = 0): FrameLocator {
    return this.webviews().nth(n).contentFrame().frameLocator('#active-frame');
  }

  /** Those in sight. */
  webviews(): Locator {
    return this.page.locator('iframe.webview.ready:visible');
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item:visible').filter({ hasText: text }).first();
  }

  async statusBarTexts(): Promise<string[]> {
    const texts = await this.page.locator('.statusbar-item:visible').allInnerTexts();
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-toast').filter({ hasText: text }).first();
  }

  /** Waits for a toast and returns its whole sentence. */
  async waitNotification(text: string | RegExp): Promise<string> {
    const toast = this.notification(text);
    await toast.waitFor();
    return (await toast.locator('.notification-list-item-message').innerText()).trim();
  }

  /** Presses a button of the toast with this text. */
  async pressNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).locator('.monaco-button').filter({ hasText: button }).first().click();
  }

  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
  }

  /** Rows in view of a tree view, by the view's title, for example "Targets". */
  treeRows(view: string): Locator {
    const pane = this.page.locator('.pane').filter({ has: this.page.locator('.pane-header', { hasText: view }) });
    return pane.locator('.monaco-list-row');
  }

  /** Gives the other views of the container its room; its rows are in the page only as far as they are in sight. */
  async collapseView(view: string): Promise<void> {
    const header = this.page.locator('.pane-header').filter({ hasText: view }).first();
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }

  contextMenuEntry(label: string): Locator {
    return this.page.locator('.context-view .action-label').filter({ hasText: label }).first();
  }

  /** Of the context menu that is opening. VS Code takes no click on it in its first tenth of a second. */
  async chooseInContextMenu(label: string): Promise<void> {
    const entry = this.contextMenuEntry(label);
    do {
      await entry.click();
    } while (!(await isGone(entry)));
  }

  /** As a person does it, because VS Code's server stops watching its settings file after a change or two. */
  async setTheme(theme: Theme): Promise<void> {
    const { label, base } = themes[theme];
    await this.runCommand('Preferences: Color Theme');
    await this.quick.type(label);
    await this.quick.rowLabelled(label).click();
    await this.quick.waitClosed();
    await this.page.locator(`.monaco-workbench.${base}`).waitFor();
  }

  /** User settings; takes effect by a reload of the window. */
  async changeSettings(change: Readonly<Record<string, unknown>>): Promise<void> {
    const file = this.server.settingsFile;
    const settings = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
    fs.writeFileSync(file, JSON.stringify({ ...settings, ...change }, null, 2));
    await this.reload();
  }

  /** Animations stopped and the text cursor hidden, so that two runs give the same picture. */
  async screenshot(file: string): Promise<void> {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  }
}

async function isGone(menuEntry: Locator): Promise<boolean> {
  try {
    await menuEntry.waitFor({ state: 'detached', timeout: 1000 });
    return true;
  } catch {
    return false;
  }
}
