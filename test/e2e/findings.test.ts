// A diagnosis with a person's hands: the command, the view, the problem, the hover, a dismissal, and how it all looks.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { diagnose } from './support/heatline';
import { useSession } from './support/session';

describe('a diagnosis', () => {
  const session = useSession({
    service: { diseases: ['waitgroup', 'gc'] },
  });
  const page = () => session().workbench.page;
  const rows = () => session().workbench.treeRows('Findings');
  const finding = () => rows().filter({ hasText: 'checkForgettingDone' }).first();

  it('asks for the service and for how long, and lists what it finds', async () => {
    const { workbench } = session();
    await diagnose(session(), 4);
    await session().shot('diagnose-progress');
    await finding().waitFor();
    await page().setViewportSize({ width: 1440, height: 900 });
    await session().shotInBothThemes('findings');
    await workbench.runCommand('Heatline: Focus on Captures View');
    const captured = workbench.treeRows('Captures').filter({ hasText: 'Diagnosis' });
    assert.match(await captured.first().innerText(), /\d+ profiles/);
    await workbench.collapseView('Captures');
  });

  it('leads to the line, which is underlined and says why', async () => {
    const { workbench, workspace } = session();
    const opened = page().locator('.tab.active').filter({ hasText: 'waitgroup.go' });
    await finding().click();
    // A list that is made anew under the pointer takes no click: a person clicks again.
    await opened.waitFor({ timeout: 5000 }).catch(() => finding().click());
    await opened.waitFor();
    const source = readFileSync(path.join(workspace.module, 'internal/worker/waitgroup.go'), 'utf8').split('\n');
    const line = source.findIndex((text) => text.includes('waitgroup defect')) + 1;
    await workbench.editor.waitCursor(line);
    await page().locator('.squiggly-warning').first().waitFor();
    await workbench.runCommand('Show or Focus Hover');
    const hover = page().locator('.monaco-hover').filter({ hasText: 'Wrong if' });
    await hover.first().waitFor();
    assert.match(await hover.first().innerText(), /\d+ goroutines/);
    await session().shot('finding-hover');
    await page().keyboard.press('Escape');
  });

  it('is in the Problems panel, with the other ends', async () => {
    const { workbench } = session();
    await workbench.runCommand('View: Toggle Problems');
    // A busy machine gives more findings, and those out of sight are not in the page.
    const filter = page().locator('.part.panel input[placeholder^="Filter"]');
    await filter.fill('waitgroup-never-zero');
    const problem = page().locator('.markers-panel .monaco-list-row').filter({ hasText: 'waitgroup-never-zero' });
    await problem.first().waitFor();
    await session().shot('problems');
    await filter.fill('');
    await workbench.runCommand('View: Toggle Problems');
  });

  it('shows evidence and frames below a finding, in a narrow side bar too', async () => {
    for (const other of ['Targets', 'Captures', 'Goroutines']) await session().workbench.collapseView(other);
    await finding().locator('.monaco-tl-twistie').click();
    await rows().filter({ hasText: 'Change' }).first().waitFor();
    const evidence = rows()
      .filter({ hasText: /^goroutine: / })
      .first();
    await evidence.click();
    await session().shotInBothThemes('finding-open');
    await page().setViewportSize({ width: 900, height: 700 });
    await session().shot('finding-narrow');
    await page().setViewportSize({ width: 1440, height: 900 });
  });

  it('is dismissed with a reason, and restored', async () => {
    const { workbench } = session();
    await finding().hover();
    await finding().locator('.action-label[aria-label^="Dismiss"]').click();
    await workbench.quick.waitTitle(/Dismiss/);
    await session().shot('dismiss');
    await workbench.quick.pick('It is meant to be so');
    const dismissed = rows().filter({ hasText: /^Dismissed/ });
    await dismissed.first().waitFor();
    await page().locator('.squiggly-warning').first().waitFor({ state: 'detached' });
    await dismissed.first().click();
    await finding().filter({ hasText: 'It is meant to be so' }).waitFor();
    await session().shot('dismissed');
    await finding().hover();
    await finding().locator('.action-label[aria-label^="Restore"]').click();
    await dismissed.first().waitFor({ state: 'detached' });
  });

  it('groups by file', async () => {
    const { workbench } = session();
    await workbench.runCommand('Heatline: Group Findings by File');
    await rows()
      .filter({ hasText: /^\s*waitgroup\.go/ })
      .first()
      .waitFor();
    await session().shot('findings-by-file');
    await workbench.runCommand('Heatline: Group Findings by Grade');
  });

  it('has a report with pictures, whose links lead to the code', async () => {
    const { workbench } = session();
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Heatline: Show Findings Report');
    const report = workbench.webview();
    await report.locator('h2').filter({ hasText: 'checkForgettingDone' }).waitFor();
    assert.ok((await report.locator('figure svg rect').count()) > 3);
    await session().shotInBothThemes('report');
    await report.locator('article a code').first().click();
    await page().locator('.tab.active').filter({ hasText: '.go' }).waitFor();
  });

  it('has a breakpoint in its menu', async () => {
    const { workbench } = session();
    await finding().click({ button: 'right' });
    await workbench.chooseInContextMenu('Add Breakpoint or Logpoint…');
    await workbench.quick.waitTitle(/^Breakpoint at internal\/worker\/waitgroup\.go:\d+$/);
    await workbench.quick.cancel();
  });

  it('is there again after the window was reloaded, from the profiles that are kept, and not once it was cleared', async () => {
    const { workbench } = session();
    await page().reload();
    await finding().waitFor({ timeout: 60_000 });
    assert.equal(await page().locator('.notification-toast').count(), 0, 'nobody has asked for it');
    await session().shot('findings-again');
    await workbench.runCommand('Heatline: Clear Findings');
    await finding().waitFor({ state: 'detached' });
    await page().reload();
    await page().locator('.pane .monaco-button').filter({ hasText: 'Diagnose a Running Service' }).waitFor();
    assert.equal(await finding().count(), 0);
  });
});
