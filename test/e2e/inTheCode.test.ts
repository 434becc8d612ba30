// What the code shows of a profile, with a person's eyes and hands: bars and values, the hover, badges, the hottest lines,
// filters that the code follows, goroutines at their statements, a comparison, and where the sources are.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, clickBox, flameGraph, linesByPprof, newestCapture } from './support/heatline';
import { useSession } from './support/session';

describe('in the code', () => {
  // Built so that no path in the profile is one of this machine; captureToCode.test.ts has a plain build.
  const session = useSession({
    workspace: 'work',
    service: { trimpath: true, diseases: ['gc', 'waitgroup', 'context'] },
  });
  const hot = 'example.com/orders/internal/httpapi.csvByStrings';
  const page = () => session().workbench.page;
  let hotLine = 0;

  async function goTo(file: string, line: number): Promise<void> {
    const { workbench } = session();
    await workbench.openFile(file);
    await workbench.goToLine(line);
  }

  it('marks hot lines, and files in the Explorer', async () => {
    const { workbench } = session();
    await capture(session(), { kind: 'CPU', seconds: 3 });
    await clickBox(await flameGraph(session()), hot);
    await page().locator('.tab.active').filter({ hasText: 'gc.go' }).waitFor();
    const byPprof = Number(linesByPprof(newestCapture(session()), hot)[0]?.split(':')[1]);
    await workbench.editor.waitCursor(byPprof);
    const marked = await workbench.editor.waitAttachments(/%/);
    hotLine = marked[0].line;
    assert.ok(
      marked.some(({ line }) => line === byPprof),
      `marked ${marked.map(({ line }) => line).join(', ')}; pprof's hottest is ${byPprof}`,
    );
    assert.ok((await workbench.editor.waitBackgrounds()).some(({ line }) => line === byPprof));
    await workbench.runCommand('View: Show Explorer');
    const badge = page().locator('.explorer-folders-view .monaco-list-row').filter({ hasText: 'gc.go' });
    await badge.waitFor();
    await session().shotInBothThemes('heat');
  });

  it('marks them in the minimap too, where a person asks for that', async () => {
    const { workbench, workspace } = session();
    const before = await workbench.editor.minimapMarks();
    const folder = path.join(workspace.folder, '.vscode');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ 'heatline.heat.minimap': true }));
    const waves = workbench.editor.root.locator('.squiggly-info');
    await waves.first().waitFor();
    // A line of code has at least one line of pixels there, and its mark is all of it.
    await workbench.editor.waitMinimapMarks((rows) => rows >= before + 1);
    await session().shot('heat-minimap-dark');
    rmSync(folder, { recursive: true });
    await waves.first().waitFor({ state: 'detached' });
    await workbench.editor.waitMinimapMarks((rows) => rows < before + 1);
  });

  it('says in a hover what a line costs, who calls it, and what to do', async () => {
    await page().locator('.editor-group-container .view-lines').filter({ hasText: 'csvByStrings' }).first().click();
    await session().workbench.goToLine(hotLine);
    await session().workbench.runCommand('Show or Focus Hover');
    const hover = page().locator('.monaco-hover').filter({ hasText: 'Called from' });
    await hover.first().waitFor();
    assert.match(await hover.first().innerText(), /Focus/);
    await session().shot('hover');
    await page().keyboard.press('Escape');
  });

  it('follows a filter of the page', async () => {
    const { workbench } = session();
    await workbench.runCommand('Heatline: Ignore Function in Profile');
    const flame = await flameGraph(session());
    await flame.locator('.refinement-item').waitFor();
    await session().shot('filtered');
    await goTo('gc.go', 50);
    await page().locator('.view-lines').filter({ hasText: 'csvByStrings' }).first().waitFor();
    await session().shot('filtered-code');
  });

  it('lists the hottest lines and goes to one', async () => {
    const { workbench } = session();
    await workbench.runCommand('Heatline: Go to Hottest Lines…');
    await workbench.quick.waitTitle(/Hottest Lines/);
    await page().keyboard.press('ArrowDown');
    await page().locator('.tab.active').filter({ hasText: '.go' }).first().waitFor();
    await session().shot('hottest');
    await page().keyboard.press('Escape');
    await workbench.quick.waitClosed();
    await page().locator('.tab.active').filter({ hasText: 'gc.go' }).first().waitFor();
  });

  it('explains where the sources are', async () => {
    const { workbench } = session();
    await workbench.runCommand('Heatline: Explain Source Mapping');
    await page().locator('.tab.active').filter({ hasText: 'Source Mapping' }).waitFor();
    await page().locator('.view-line').filter({ hasText: 'Source' }).first().waitFor();
    await session().shot('sources');
  });

  it('compares two captures', async () => {
    const { workbench } = session();
    await capture(session(), { kind: 'CPU', seconds: 2 });
    await workbench.runCommand('Heatline: Compare Profiles…');
    await workbench.quick.waitTitle(/Compare .* With/);
    await workbench.quick.rowLabelled('CPU').first().click();
    await workbench.quick.waitClosed();
    await page().locator('.tab.active').filter({ hasText: '−' }).waitFor();
    await flameGraph(session());
    await session().shot('difference');
    await goTo('gc.go', 50);
    await workbench.editor.waitAttachments(/[+−]/);
    await session().shotInBothThemes('difference-code');
  });

  it('shows goroutines at the functions and statements they come from', async () => {
    const { workbench, workspace, service } = session();
    const dump = path.join(workspace.folder, 'dump.pprof');
    const answer = await fetch(`http://${service.target}/debug/pprof/goroutine?debug=2`);
    const text = await answer.text();
    writeFileSync(dump, text);
    await workbench.openFile('dump.pprof');
    await flameGraph(session());
    const created = /\ncreated by example\.com\/orders\S*[^\n]*\n\t(\S+\.go):(\d+)/.exec(text);
    assert.ok(created, 'the service has started goroutines');
    await goTo(path.basename(created[1]), Number(created[2]));
    await workbench.editor.waitAttachments(/started here/);
    await page()
      .locator('.codelens-decoration a:visible')
      .filter({ hasText: /goroutine/ })
      .first()
      .waitFor();
    await session().shotInBothThemes('goroutines');
    await page()
      .locator('.codelens-decoration a:visible')
      .filter({ hasText: /goroutine/ })
      .first()
      .click();
    await page().locator('.peekview-widget').waitFor();
    await page().locator('.peekview-widget .view-line').filter({ hasText: 'goroutine' }).first().waitFor();
    await session().shot('peek');
  });
});
