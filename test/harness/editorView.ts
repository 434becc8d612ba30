// What a person sees in the active text editor. In: a page. Out: visible lines with their inline texts, bars and
// code lenses; the cursor. Invariant: read from the DOM only, because decorations cannot be read through the API.
import type { Locator, Page } from 'playwright-core';

export interface VisibleLine {
  readonly line: number;
  readonly text: string;
  /** Texts of ::before and ::after attachments, in order. */
  readonly attachments: readonly string[];
  /** Backgrounds behind the line: a colour or a gradient each, as computed CSS. */
  readonly backgrounds: readonly string[];
}

export interface Cursor {
  readonly line: number;
  readonly column: number;
}

export class EditorView {
  readonly root: Locator;

  constructor(private readonly page: Page) {
    this.root = page.locator('.editor-group-container.active .editor-instance:visible .monaco-editor').first();
  }

  async waitOpen(fileName: string): Promise<void> {
    const tab = this.page.locator('.editor-group-container.active .tab.active').filter({ hasText: fileName });
    await tab.waitFor();
  }

  async activeTab(): Promise<string> {
    return (await this.page.locator('.editor-group-container.active .tab.active .label-name').innerText()).trim();
  }

  /** File names of all tabs, in all groups. */
  async tabFiles(): Promise<string[]> {
    const names = await this.page.locator('.tab').evaluateAll((tabs) => tabs.map((tab) => tab.dataset['resourceName']));
    return names.filter((name) => name !== undefined);
  }

  /** Waits until the active tab is one of another file than these, and returns its name. */
  async waitOtherFile(files: readonly string[]): Promise<string> {
    const found = await this.page.waitForFunction((known: readonly string[]) => {
      const tab = document.querySelector<HTMLElement>('.editor-group-container.active .tab.active');
      const name = tab?.dataset['resourceName'] ?? '';
      return known.includes(name) ? '' : name;
    }, files);
    return found.jsonValue();
  }

  async visibleLines(): Promise<VisibleLine[]> {
    return this.root.evaluate(readLines);
  }

  async line(line: number): Promise<VisibleLine> {
    const found = (await this.visibleLines()).find((candidate) => candidate.line === line);
    if (!found) throw new Error(`line ${line} is not in view`);
    return found;
  }

  /** Waits until a visible line carries a text like this and returns all that do. */
  async waitAttachments(text: RegExp): Promise<VisibleLine[]> {
    return this.waitLines((line) => line.attachments.some((attachment) => text.test(attachment)));
  }

  async waitBackgrounds(): Promise<VisibleLine[]> {
    return this.waitLines((line) => line.backgrounds.length > 0);
  }

  /** What decorations have in the minimap, in rows of pixels over its whole width. */
  async minimapMarks(): Promise<number> {
    return this.root.locator('canvas.minimap-decorations-layer').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Uint32Array(data.buffer).filter((pixel) => pixel !== 0).length / canvas.width;
    });
  }

  async waitMinimapMarks(wanted: (rows: number) => boolean): Promise<void> {
    const end = Date.now() + 30_000;
    for (;;) {
      const rows = await this.minimapMarks();
      if (wanted(rows)) return;
      if (Date.now() > end) throw new Error(`${rows} rows are marked in the minimap after 30 s`);
      await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }

  private async waitLines(wanted: (line: VisibleLine) => boolean): Promise<VisibleLine[]> {
    const end = Date.now() + 30_000;
    for (;;) {
      const lines = await this.visibleLines().catch(() => []);
      const found = lines.filter(wanted);
      if (found.length > 0) return found;
      if (Date.now() > end) throw new Error(`no such line in view after 30 s; seen: ${JSON.stringify(lines)}`);
      // A frame, not a time: decorations appear with one.
      await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }

  /** Texts of the code lenses in view, one per lens row, top to bottom. */
  async codeLenses(): Promise<string[]> {
    const rows = this.root.locator('.codelens-decoration');
    await rows.first().waitFor();
    return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  }

  async clickCodeLens(text: string | RegExp): Promise<void> {
    await this.root.locator('.codelens-decoration a').filter({ hasText: text }).first().click();
  }

  /** From the status bar, where a person reads it. */
  async cursor(): Promise<Cursor> {
    const text = await this.page.locator('#status\\.editor\\.selection').innerText();
    const match = /Ln (\d+), Col (\d+)/.exec(text);
    if (!match) throw new Error(`no cursor in "${text}"`);
    return { line: Number(match[1]), column: Number(match[2]) };
  }

  async waitCursor(line: number): Promise<void> {
    const status = this.page.locator('#status\\.editor\\.selection');
    try {
      await status.filter({ hasText: `Ln ${line}, Col` }).waitFor();
    } catch (error) {
      throw new Error(`the cursor came to "${await status.innerText()}", not to line ${line}`, { cause: error });
    }
  }
}

/** Runs in the page. VS Code places text, margin and backgrounds of a line in three layers at the same height. */
function readLines(editor: HTMLElement | SVGElement): VisibleLine[] {
  const rows = (selector: string) => [...editor.querySelectorAll<HTMLElement>(selector)];
  const attachment = (element: Element, which: string) => {
    const content = getComputedStyle(element, which).content;
    return /^".*"$/s.test(content)
      ? content
          .slice(1, -1)
          .replace(/\u00a0/g, ' ')
          .trim()
      : '';
  };
  const numbers = new Map<string, number>();
  for (const row of rows('.margin-view-overlays > div')) {
    const text = row.querySelector('.line-numbers')?.textContent.trim() ?? '';
    if (text !== '') numbers.set(row.style.top, Number(text));
  }
  const backgrounds = new Map<string, string[]>();
  for (const row of rows('.view-overlays > div')) {
    const seen = [...row.querySelectorAll('.cdr')].map((element) => getComputedStyle(element));
    const painted = seen.map((style) =>
      style.backgroundImage === 'none' ? style.backgroundColor : style.backgroundImage,
    );
    backgrounds.set(
      row.style.top,
      painted.filter((value) => value !== 'rgba(0, 0, 0, 0)'),
    );
  }
  return rows('.view-lines > .view-line')
    .map((row) => ({
      line: numbers.get(row.style.top) ?? -1,
      text: row.textContent.replace(/\u00a0/g, ' '),
      attachments: [...row.querySelectorAll('span')]
        .flatMap((span) => [attachment(span, '::before'), attachment(span, '::after')])
        .filter((text) => text !== ''),
      backgrounds: backgrounds.get(row.style.top) ?? [],
    }))
    .filter((line) => line.line > 0)
    .sort((a, b) => a.line - b.line);
}
