// A test profiled by the lens above it, breakpoints from the editor, and the debugger on a service, by a person's hands.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, clickBox, flameGraph } from './support/heatline';
import { useSession } from './support/session';

const benchmark = `package catalog

import (
	"context"
	"testing"

	"example.com/orders/internal/disease"
)

func BenchmarkBundle(b *testing.B) {
	c := New(surcharge, new(disease.Switch))
	for range b.N {
		if _, err := c.BundleCents(context.Background(), Starter); err != nil {
			b.Fatal(err)
		}
	}
}
`;

describe('tests and the debugger', () => {
  const session = useSession({ service: { diseases: ['waitgroup'] } });
  const page = () => session().workbench.page;
  const lens = (text: string) => page().locator('.codelens-decoration a:visible').filter({ hasText: text }).first();

  it('a click above a benchmark measures it and opens its profile', async () => {
    const { workbench, workspace } = session();
    writeFileSync(path.join(workspace.module, 'internal/catalog/bundle_test.go'), benchmark);
    await workbench.openFile('bundle_test.go');
    await lens('profile CPU').waitFor();
    for (const kind of ['memory', 'block', 'mutex']) await lens(kind).waitFor();
    await session().shot('test-lenses-dark');
    await lens('profile CPU').click();
    await workbench.notification(/Profiling CPU of catalog\.BenchmarkBundle/).waitFor();
    await session().shot('test-running-dark');
    await workbench.notification(/Profiling/).waitFor({ state: 'detached', timeout: 60_000 });
    const graph = await flameGraph(session());
    await session().shot('test-profile-dark');
    await clickBox(graph, 'example.com/orders/internal/catalog.(*Catalog).BundleCents');
    await page().locator('.tab.active').filter({ hasText: 'catalog.go' }).waitFor();
    const kept = workbench.treeRows('Captures').filter({ hasText: 'BenchmarkBundle' }).first();
    if (!(await kept.isVisible())) await workbench.runCommand('Heatline: Focus on Captures View');
    await kept.waitFor();
    await workbench.setTheme('light');
    await session().shot('test-captures-light');
  });

  it('a breakpoint is added from the menu of the editor', async () => {
    const { workbench } = session();
    await workbench.runCommand('View: Close All Editors');
    await capture(session(), { kind: 'Goroutines' });
    await workbench.openFile('waitgroup.go');
    await lens('waiting here').waitFor();
    await workbench.goToLine(41);
    await page().locator('.view-line').filter({ hasText: 'wg.Wait()' }).first().click({ button: 'right' });
    await workbench.contextMenuEntry('Add Breakpoint or Logpoint…').waitFor();
    await session().shot('breakpoint-menu-light');
    await workbench.chooseInContextMenu('Add Breakpoint or Logpoint…');
    await workbench.quick.waitTitle('Breakpoint at internal/worker/waitgroup.go');
    await session().shot('breakpoint-pick-light');
    await workbench.quick.pick('Add Logpoint…');
    await workbench.quick.waitTitle('Logpoint');
    assert.match(await workbench.quick.value(), /waitgroup\.go:\d+ by goroutine \{runtime\.curg\.goid\}/);
    await workbench.quick.accept();
    await page().locator('.glyph-margin-widgets .codicon-debug-breakpoint-log').first().waitFor();
    await session().shot('breakpoint-added-light');
  });

  it('says what to install to debug a service, with the configuration', async () => {
    const { workbench, service } = session();
    // A search takes seconds at most, which may be too little for a service under load on a busy machine.
    for (let tries = 0; tries < 4; tries++) {
      await workbench.runCommand('Heatline: Debug This Process…');
      await workbench.quick.waitTitle('Debug a Go Service of This Machine');
      await workbench.quick.rows.first().waitFor();
      if (await workbench.quick.row(service.target).isVisible()) break;
      await workbench.quick.cancel();
    }
    await session().shot('debug-process-light');
    await workbench.quick.pick(service.target);
    const told = await workbench.waitNotification('No debugger for Go is installed');
    assert.match(told, /Go extension \(golang\.go\).*process \d+/s);
    await workbench.setTheme('dark');
    await session().shot('no-debugger-dark');
    assert.ok(
      await workbench
        .notification('No debugger for Go')
        .locator('.monaco-button')
        .filter({ hasText: 'Find Extension' })
        .first()
        .isVisible(),
    );
    await workbench.pressNotification('No debugger for Go', 'Copy Configuration');
    await workbench.runCommand('File: New Untitled Text File');
    await page().locator('.tab.active').filter({ hasText: 'Untitled' }).waitFor();
    await page().locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    await page().keyboard.press('Control+V');
    const pid = /process (\d+)/.exec(told)?.[1];
    await page()
      .locator('.view-line')
      .filter({ hasText: `"processId": ${pid}` })
      .first()
      .waitFor();
  });
});
