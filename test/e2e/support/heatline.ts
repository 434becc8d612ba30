// What a person does with Heatline, for e2e tests. In: a session. Out: steps that end when their effect is
// on the screen. Invariant: only hands and eyes: palette, quick input, mouse, DOM.

import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { requireGo } from '../../harness/goService';
import type { Session } from './session';

export interface CaptureSteps {
  /** As the picker labels it. */
  readonly kind: string;
  /** Typed into the third step; absent: a snapshot. */
  readonly seconds?: number;
}

/** The palette's command, through all of its questions, until the flame graph is drawn. */
export async function capture(session: Session, { kind, seconds }: CaptureSteps): Promise<FrameLocator> {
  const { workbench, service } = session;
  const before = await workbench.editor.tabFiles();
  await startCapture(session, service.target);
  await workbench.quick.waitTitle(service.target);
  await workbench.quick.rowLabelled(kind).click();
  await workbench.quick.waitTitle(new RegExp(`${kind} of`));
  if (seconds === undefined) await workbench.quick.pick('Now');
  else await workbench.quick.submit(String(seconds));
  await workbench.quick.waitClosed();
  return openedFlameGraph(session, before);
}

export async function startCapture({ workbench }: Session, target: string): Promise<void> {
  await workbench.runCommand('Heatline: Capture Profile from Running Service…');
  await workbench.quick.submit(target);
}

/** The palette's command and its two questions; ends when the service is looked at. */
export async function diagnose({ workbench, service }: Session, seconds: number): Promise<void> {
  await workbench.runCommand('Heatline: Diagnose Service…');
  await workbench.quick.waitTitle('Diagnose Service');
  await workbench.quick.submit(service.target);
  await workbench.quick.waitTitle(/for How Long/);
  await workbench.quick.submit(String(seconds));
  await workbench.notification(/Looking at/).waitFor();
}

/** The first page in sight, drawn. */
export async function flameGraph({ workbench }: Session): Promise<FrameLocator> {
  const page = workbench.webview();
  await page.locator('html[data-heatline="ready"]').waitFor();
  return page;
}

/**
 * The page of the profile that is opening, drawn: until it is there an older one may be in sight, and when it comes it
 * takes the keyboard.
 *
 * @param before the files that were open before
 */
export async function openedFlameGraph({ workbench }: Session, before: readonly string[]): Promise<FrameLocator> {
  const file = await workbench.editor.waitOtherFile(before);
  const end = Date.now() + 30_000;
  for (;;) {
    for (let n = 0; n < (await workbench.webviews().count()); n++) {
      const page = workbench.webview(n);
      const titles = await page
        .locator('html[data-heatline="ready"] title')
        .allTextContents()
        .catch((): string[] => []);
      if (titles.includes(file)) return page;
    }
    if (Date.now() > end) throw new Error(`${file} is not drawn`);
    // A frame, not a time.
    await workbench.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}

/** Clicks the box of a function in the picture. */
export async function clickBox(page: FrameLocator, name: string): Promise<void> {
  const canvas = page.locator('canvas').first();
  const at = await canvas.evaluate(async (element: HTMLElement, wanted: string) => {
    const end = performance.now() + 20_000;
    for (;;) {
      element.dispatchEvent(new CustomEvent('heatline-locate', { detail: { function: wanted } }));
      const { x, y } = element.dataset;
      if (x !== undefined && y !== undefined) return { x: Number(x), y: Number(y) };
      if (performance.now() > end) throw new Error(`no box of ${wanted} is drawn`);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, name);
  await canvas.click({ position: at });
}

/** The file of the last capture, in VS Code's global storage. */
export function newestCapture({ workbench }: Session): string {
  const root = path.join(workbench.server.dir, 'ud', 'User', 'globalStorage');
  const files = fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.pb.gz'))
    .map((file) => path.join(root, file))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  const newest = files.at(0);
  if (newest === undefined) throw new Error(`no capture below ${root}`);
  return newest;
}

/** The lines of a function by cumulative value, as `go tool pprof` has them: `file.go:12`, largest first. */
export function linesByPprof(file: string, functionName: string): string[] {
  const escaped = functionName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const out = execFileSync(
    requireGo(),
    ['tool', 'pprof', '-top', '-lines', '-cum', '-nodecount=0', '-nodefraction=0', `-show=^${escaped}$`, file],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return [...out.matchAll(/\/([\w.-]+\.go:\d+)/g)].map((match) => match[1]);
}
