// Goroutines with a person's eyes and hands: as a tree of groups with their numbers, stacks, frames that lead to the code, as
// text, in the profile. One window for all; the light theme is for pictures only.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, flameGraph } from './support/heatline';
import { useSession } from './support/session';

describe('the Goroutines view', () => {
  const session = useSession({
    // So few that they still get more when the last test of the watch looks: each disease ends at 400 goroutines.
    service: { diseases: ['waitgroup', 'context', 'defer'], requestsPerSecond: 30 },
    settings: { 'heatline.watch.interval': 1 },
  });
  const page = () => session().workbench.page;
  const rows = () => session().workbench.treeRows('Goroutines');
  const row = (text: string | RegExp) => rows().filter({ hasText: text }).first();

  it('shows those of a dump as text, which leads to the code', async () => {
    const { workbench, workspace, service } = session();
    const answer = await fetch(`http://${service.target}/debug/pprof/goroutine?debug=2`);
    const text = await answer.text();
    writeFileSync(path.join(workspace.folder, 'stuck.goroutines'), text);
    await workbench.openFile('stuck.goroutines');
    await workbench.statusBarItem('Goroutine Dump').waitFor();
    await workbench.runCommand('Heatline: Open Goroutine Dump');
    await workbench.quick.pick('This Editor');
    await row(/\d running/).waitFor();
    const lines = text.split('\n');
    const line = lines.findIndex((each) => /^\t\S*cmd\/orders\/main\.go:\d+/.test(each));
    await page().locator('.tab.active').filter({ hasText: 'stuck.goroutines' }).click();
    await workbench.goToLine(line + 1, 12);
    // VS Code asks for links a while after a document is shown, and until then has none to open.
    await page()
      .locator('.view-line')
      .filter({ hasText: 'orders/main.go:' })
      .locator('.detected-link')
      .first()
      .waitFor();
    await session().shot('dump-text');
    await workbench.runCommand('Open Link');
    await page().locator('.tab.active').filter({ hasText: 'main.go' }).waitFor();
    await workbench.editor.waitCursor(Number(/:(\d+)/.exec(lines[line])?.[1]));
  });

  it('watches a service and tells how its goroutines grow', async () => {
    const { workbench, service } = session();
    await workbench.runCommand('Heatline: Watch Goroutines');
    await workbench.quick.submit(service.target);
    await workbench.statusBarItem(/[\d,]+ goroutines \+[\d.]+\/min [▁▂▃▄▅▆▇]{3}/).waitFor({ timeout: 60_000 });
    const growing = row(/^\s*[\d,]+ \+[\d.]+\/min [▁▂▃▄▅▆▇]{3}.*checkForgettingDone/s);
    await growing.waitFor();
    await workbench.openFile('waitgroup.go');
    await page()
      .locator('.codelens-decoration a:visible')
      .filter({ hasText: /goroutines.*\/min ▁/ })
      .first()
      .waitFor();
    await session().shot('watch-dark');
  });

  it('tells at go statements how their own goroutines grow, once a watch asks for states', async () => {
    const { workbench, workspace } = session();
    await workbench.runCommand('Heatline: Watch Goroutines');
    await workbench.quick.pick('Ask for States and Waits');
    const code = readFileSync(path.join(workspace.module, 'internal', 'worker', 'defer.go'), 'utf8').split('\n');
    const statement = 1 + code.findIndex((line) => line.startsWith('\tgo func('));
    await workbench.openFile('defer.go');
    await workbench.goToLine(statement);
    const growth = /goroutines started here.* \+[\d.]+\/min [▁▂▃▄▅▆▇]{2}/;
    const isGrowing = async (): Promise<boolean> =>
      (await workbench.editor.visibleLines()).some(
        ({ line, attachments }) => line === statement && attachments.some((text) => growth.test(text)),
      );
    // A watch takes its time between two dumps; who resumes it has one at once.
    const isPaused = workbench.page.locator('.statusbar-item:visible .codicon-debug-pause');
    for (let looks = 0; !(await isGrowing()) && looks < 20; looks++) {
      // The palette offers one of the two, and does not learn while it is open.
      await workbench.runCommand('Heatline: Pause Watching Goroutines');
      await isPaused.waitFor();
      await workbench.runCommand('Heatline: Resume Watching Goroutines');
      await isPaused.waitFor({ state: 'detached' });
    }
    await workbench.editor.waitAttachments(growth);
    await session().shot('watch-statements-dark');
    await workbench.runCommand('Heatline: Pause Watching Goroutines');
    await workbench.runCommand('Heatline: Stop Watching Goroutines');
    await workbench.statusBarItem(/\/min/).waitFor({ state: 'detached' });
  });

  it('shows where the goroutines of a capture wait', async () => {
    await capture(session(), { kind: 'Goroutines' });
    await session().workbench.runCommand('Heatline: Focus on Goroutines View');
    await row('checkForgettingDone').waitFor();
    await session().shot('goroutines-view-counts-dark');
  });

  it('highlights a function in a profile that was hidden, when it is shown for it', async () => {
    const { workbench } = session();
    // In the same group, so that the profile is hidden.
    await workbench.openFile('waitgroup.go');
    await workbench.goToLine(46);
    await workbench.runCommand('Heatline: Show Function in Profile');
    const profile = await flameGraph(session());
    await profile.getByText(/At the cursor in the editor: [1-9]/).waitFor();
    await session().shot('revealed-after-hidden');
  });

  it('shows a dump by state, opens stacks, and goes to their code', async () => {
    const { workbench, workspace, service } = session();
    const answer = await fetch(`http://${service.target}/debug/pprof/goroutine?debug=2`);
    const text = await answer.text();
    writeFileSync(path.join(workspace.folder, 'dump.pprof'), text);
    await workbench.openFile('dump.pprof');
    await flameGraph(session());
    await workbench.runCommand('Heatline: Focus on Goroutines View');
    await row(/WaitGroup|semacquire/)
      .locator('.monaco-tl-twistie')
      .click();
    const stack = row(/checkForgettingDone.*waitgroup\.go:\d+/s);
    await stack.locator('.monaco-tl-twistie').click();
    await row('(*Checker').nth(0).waitFor();
    await stack.click();
    await page().locator('.tab.active').filter({ hasText: 'waitgroup.go' }).waitFor();
    await session().shotInBothThemes('goroutines-view');
    const stopped = [...text.matchAll(/\.checkForgettingDone\(/g)].length;
    assert.match(await stack.innerText(), new RegExp(`^\\s*${stopped.toLocaleString('en')}\\b`));
  });

  it('groups by go statement and by origin', async () => {
    const { workbench } = session();
    await workbench.runCommand('Heatline: Group Goroutines By…');
    await workbench.quick.pick('Origin');
    await row(/main\.main/).waitFor();
    await row(/main\.main/)
      .locator('.monaco-tl-twistie')
      .click();
    await row(/service\.\(\*Service\)/).waitFor();
    await session().shot('goroutines-origin-dark');
    await workbench.runCommand('Heatline: Group Goroutines By…');
    await workbench.quick.pick('Go Statement');
    await row(/http\.\(\*Server\)\.Serve/).waitFor();
  });

  it('filters', async () => {
    const { workbench } = session();
    await workbench.runCommand('Heatline: Filter Goroutines…');
    await workbench.quick.submit('checkforgetting');
    await page().locator('.pane').filter({ hasText: 'goroutines have “checkforgetting”' }).first().waitFor();
    await rows().nth(1).waitFor({ state: 'detached' });
    assert.match(await rows().first().innerText(), /\d http\.\(\*Server\)\.Serve/);
    await workbench.runCommand('Heatline: Clear Goroutine Filter');
    await rows().nth(1).waitFor();
  });
});
