// A page object for the profile page alone. In: a browser, a delivery. Out: what a person does and sees there, and what
// the page asked its host for. Invariant: the host's side of the channel is the product's own rpc.ts; every wait is for
// a condition that the page tells.
import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { connect, type Port } from '../../../src/protocol/rpc';
import type { Delivery, FrameRef, HostApi, OpenedFrame, PageApi, ViewState } from '../../../src/protocol/messages';
import type { Browser } from '../../harness/browser';
import { fileNameOf, outDir } from '../../harness/paths';
import { changeTheme, installEditor } from './fakeEditor';
import type { PageServer } from './pageServer';
import { themeOf, type ThemeName } from './themes';

export interface OpenPageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly noWorker?: boolean;
  readonly openFrame?: (frame: FrameRef) => Promise<OpenedFrame>;
  /** How long the host takes to deliver. */
  readonly ready?: () => Promise<Delivery>;
}

export class ProfilePage {
  readonly opened: FrameRef[] = [];
  readonly views: ViewState[] = [];
  readonly problems: string[] = [];
  readonly acts: string[] = [];
  readonly canvas: Locator;
  readonly search: Locator;
  readonly tooltip: Locator;
  readonly details: Locator;
  host!: PageApi;

  private constructor(
    readonly page: Page,
    private readonly server: PageServer,
  ) {
    this.canvas = page.locator('canvas');
    this.search = page.locator('vscode-text-field input');
    this.tooltip = page.locator('.tooltip');
    this.details = page.locator('.details');
  }

  static async open(
    browser: Browser,
    server: PageServer,
    delivery: Delivery,
    options: OpenPageOptions = {},
  ): Promise<ProfilePage> {
    const page = await browser.context.newPage();
    const { width = 1000, height = 640, theme = 'dark' } = options;
    await page.setViewportSize({ width, height });
    const opened = new ProfilePage(page, server);
    await opened.connectHost(delivery, options);
    await page.addInitScript(installEditor, themeOf(theme));
    await page.goto(`${server.url}${options.noWorker === true ? '?noWorker' : ''}`);
    return opened;
  }

  private async connectHost(delivery: Delivery, options: OpenPageOptions): Promise<void> {
    let listener: ((message: unknown) => void) | undefined;
    await this.page.exposeFunction('heatlineToHost', (json: string) => listener?.(JSON.parse(json)));
    const port: Port = {
      post: (message) => void this.post(message),
      onMessage: (added) => {
        listener = added;
        return { dispose: () => (listener = undefined) };
      },
    };
    const api: HostApi = {
      ready: () => options.ready?.() ?? Promise.resolve(delivery),
      openFrame: (frame) => {
        this.opened.push(frame);
        return options.openFrame?.(frame) ?? Promise.resolve({ opened: true, message: '' });
      },
      viewChanged: (view) => Promise.resolve(void this.views.push(view)),
      problem: (text) => Promise.resolve(void this.problems.push(text)),
      act: (action) => Promise.resolve(void this.acts.push(action)),
    };
    this.host = connect<HostApi, PageApi>(port, api, () => undefined).remote;
  }

  private async post(message: unknown): Promise<void> {
    const json = JSON.stringify(message, (_, value: unknown) =>
      value instanceof ArrayBuffer ? this.server.offer(value) : value,
    );
    await this.page.evaluate((text) => {
      (globalThis as unknown as { heatlineFromHost: (json: string) => void }).heatlineFromHost(text);
    }, json);
  }

  async waitReady(status: 'ready' | 'failed' = 'ready'): Promise<this> {
    await this.page.locator(`html[data-heatline="${status}"]`).waitFor({ state: 'attached' });
    await this.settled();
    return this;
  }

  /** Until no picture was drawn for some frames: animations are over, what was asked for has arrived. */
  async settled(): Promise<void> {
    await this.page.evaluate(async () => {
      const { dataset } = document.documentElement;
      let still = 0;
      while (still < 6) {
        const before = dataset['frame'];
        await new Promise((resolve) => requestAnimationFrame(resolve));
        still = dataset['frame'] === before ? still + 1 : 0;
      }
    });
  }

  /** Where the first box of a function is drawn, in CSS pixels of the canvas. */
  async locate(name: string): Promise<{ readonly x: number; readonly y: number; readonly width: number } | undefined> {
    await this.settled();
    return this.canvas.evaluate((canvas: HTMLCanvasElement, wanted) => {
      canvas.dispatchEvent(new CustomEvent('heatline-locate', { detail: { function: wanted } }));
      const { x, y, width } = canvas.dataset;
      return x === undefined ? undefined : { x: Number(x), y: Number(y), width: Number(width) };
    }, name);
  }

  async place(name: string): Promise<{ readonly x: number; readonly y: number }> {
    const at = await this.locate(name);
    if (at === undefined) throw new Error(`${name} is not drawn`);
    return { x: at.x, y: at.y };
  }

  async hover(name: string): Promise<void> {
    await this.canvas.hover({ position: await this.place(name) });
    await this.settled();
  }

  async click(name: string): Promise<void> {
    await this.canvas.click({ position: await this.place(name) });
    await this.settled();
  }

  async doubleClick(name: string): Promise<void> {
    await this.canvas.dblclick({ position: await this.place(name) });
    await this.settled();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
    await this.settled();
  }

  /** A pixel of the canvas as `r,g,b,a`; negative positions count from the right and the bottom. */
  async pixel(x: number, y: number): Promise<string> {
    return this.canvas.evaluate(
      (canvas: HTMLCanvasElement, at) => {
        // A copy: reading a canvas often makes Chromium draw it in another way, and say so.
        const copy = document.createElement('canvas');
        const context = copy.getContext('2d', { willReadFrequently: true });
        const left = at.x < 0 ? canvas.width + at.x : at.x;
        const top = at.y < 0 ? canvas.height + at.y : at.y;
        context?.drawImage(canvas, -left, -top);
        return String(context?.getImageData(0, 0, 1, 1).data.join());
      },
      { x, y },
    );
  }

  /** What a screen reader says of the selected box. */
  async spoken(): Promise<string> {
    return this.canvas.evaluate((canvas) => {
      const id = canvas.getAttribute('aria-activedescendant') ?? '';
      return document.getElementById(id)?.textContent ?? '';
    });
  }

  async setTheme(name: ThemeName): Promise<void> {
    await this.page.evaluate(changeTheme, themeOf(name));
    await this.settled();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitReady();
  }

  async screenshot(name: string): Promise<void> {
    const file = path.join(outDir, 'webview', `${fileNameOf(name)}.png`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
