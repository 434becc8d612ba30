// A dump as text, with a person's eyes and hands: its language, the view beside it, and a place in it that leads to the code.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { useSession } from './support/session';

describe('a dump as text', () => {
  const session = useSession({
    service: { diseases: ['waitgroup'] },
  });

  it('shows its goroutines, and leads to the code', async () => {
    const { workbench, workspace, service } = session();
    const { page } = workbench;
    const answer = await fetch(`http://${service.target}/debug/pprof/goroutine?debug=2`);
    const text = await answer.text();
    writeFileSync(path.join(workspace.folder, 'stuck.goroutines'), text);
    await workbench.openFile('stuck.goroutines');
    await workbench.statusBarItem('Goroutine Dump').waitFor();
    await workbench.runCommand('Heatline: Open Goroutine Dump');
    await workbench.quick.pick('This Editor');
    await workbench
      .treeRows('Goroutines')
      .filter({ hasText: /\d running/ })
      .first()
      .waitFor();
    const lines = text.split('\n');
    const line = lines.findIndex((each) => /^\t\S*cmd\/orders\/main\.go:\d+/.test(each));
    await page.locator('.tab.active').filter({ hasText: 'stuck.goroutines' }).click();
    await workbench.goToLine(line + 1, 12);
    // VS Code asks for links a while after a document is shown, and until then has none to open.
    await page.locator('.view-line').filter({ hasText: 'orders/main.go:' }).locator('.detected-link').first().waitFor();
    await session().shot('dump-text');
    await workbench.runCommand('Open Link');
    await page.locator('.tab.active').filter({ hasText: 'main.go' }).waitFor();
    await workbench.editor.waitCursor(Number(/:(\d+)/.exec(lines[line])?.[1]));
  });
});
