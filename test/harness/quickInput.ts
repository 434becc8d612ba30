// VS Code's quick input (palette, quick open, picks and input boxes), as a person uses it.
// In: a page. Out: what the box shows; typed text, picked rows. Invariant: waits for the row or the message it is asked
// for, never for a time; Enter goes to the box, also when something else has just taken the keyboard.
import type { Locator, Page } from 'playwright-core';

export class QuickInput {
  readonly root: Locator;
  readonly input: Locator;
  readonly rows: Locator;

  constructor(private readonly page: Page) {
    this.root = page.locator('.quick-input-widget:visible');
    this.input = this.root.locator('.quick-input-box input');
    this.rows = this.root.locator('.quick-input-list .monaco-list-row');
  }

  async waitOpen(): Promise<void> {
    await this.input.waitFor({ state: 'visible' });
  }

  async waitClosed(): Promise<void> {
    await this.root.waitFor({ state: 'hidden' });
  }

  /** Waits until the box has this title, so that a step of a longer dialogue is not taken for the next. */
  async waitTitle(title: string | RegExp): Promise<void> {
    await this.root.locator('.quick-input-title').filter({ hasText: title }).waitFor();
  }

  async waitMessage(text: string | RegExp): Promise<void> {
    await this.root.locator('.quick-input-message').filter({ hasText: text }).waitFor();
  }

  placeholder(): Promise<string> {
    return this.input.getAttribute('placeholder').then((text) => text ?? '');
  }

  value(): Promise<string> {
    return this.input.inputValue();
  }

  /** A dialogue for files shows a folder first, and the file when it has looked for it. */
  async waitValue(text: string | RegExp): Promise<string> {
    await this.waitOpen();
    const input = await this.input.elementHandle();
    const whole = typeof text === 'string' ? `^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$` : text.source;
    const isThere = ([box, wanted]: [unknown, string]): boolean =>
      new RegExp(wanted).test((box as { value: string }).value);
    await this.page.waitForFunction(isThere, [input, whole] as [unknown, string]);
    return this.value();
  }

  /** Label, description and detail of each row in view, as one text. */
  async rowTexts(): Promise<string[]> {
    const texts = await this.rows.allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  async type(text: string): Promise<void> {
    await this.waitOpen();
    await this.input.fill(text);
  }

  /**
   * Types and presses Enter. A pick whose rows follow the typed text takes Enter for the row in focus, and for a moment
   * has none: name that row where typing makes or changes it.
   */
  async submit(text: string, row?: string | RegExp): Promise<void> {
    await this.type(text);
    if (row !== undefined) await this.focusedRow(row).waitFor();
    else await this.root.evaluate(untilListRests);
    await this.input.press('Enter');
  }

  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.waitClosed();
  }

  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text }).first();
  }

  /** The row that Enter takes; the best match once the list has followed the typed text. */
  focusedRow(text: string | RegExp): Locator {
    return this.root.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: text });
  }

  /** The row with exactly this label; the best match by VS Code's ranking may be a longer one. */
  rowLabelled(label: string): Locator {
    const exactly = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    return this.rows.filter({ has: this.page.locator('.label-name').filter({ hasText: exactly }) }).first();
  }

  /** Clicks the first row with this text. */
  async pick(text: string | RegExp): Promise<void> {
    await this.row(text).click();
  }

  /** Makes exactly these rows the checked ones of a pick with checkboxes, then presses OK. */
  async pickMany(texts: readonly (string | RegExp)[]): Promise<void> {
    await this.rows.first().waitFor();
    const wanted = await Promise.all(texts.map((text) => this.row(text).getAttribute('data-index')));
    for (const row of await this.rows.all()) {
      const box = row.locator('.quick-input-list-checkbox');
      const checked = (await box.getAttribute('aria-checked')) === 'true' || (await box.isChecked().catch(() => false));
      if (checked !== wanted.includes(await row.getAttribute('data-index'))) await box.click();
    }
    await this.root.locator('.quick-input-action .monaco-button').first().click();
  }
}

/**
 * Runs in the page. An input box has no list; a list has come to rest when it stayed the same for ten frames, an empty
 * one (rows may be on their way) for thirty.
 */
async function untilListRests(root: HTMLElement | SVGElement): Promise<void> {
  const list = root.querySelector<HTMLElement>('.quick-input-list');
  if (list === null || list.offsetParent === null) return;
  const end = performance.now() + 10_000;
  let seen = '';
  for (let same = 0; performance.now() < end; same++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const rows = list.querySelectorAll('.monaco-list-row').length;
    const focused = list.querySelector('.monaco-list-row.focused')?.textContent ?? '';
    if (same >= (rows === 0 ? 30 : 10)) return;
    const now = `${focused}|${list.textContent}`;
    if (now !== seen || (rows > 0 && focused === '')) same = -1;
    seen = now;
  }
}
