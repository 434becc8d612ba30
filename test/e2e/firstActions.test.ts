// What a person may do first, before anything of Heatline was used, and what must not get lost between tabs.

import assert from 'node:assert/strict';
import { capture, flameGraph } from './support/heatline';
import { useSession } from './support/session';

describe('first actions', () => {
  const session = useSession();

  it('the log is shown, although nothing was started yet', async () => {
    const { workbench } = session();
    await workbench.runCommand('Heatline: Show Log');
    await workbench.page.locator('.part.panel .output-view').waitFor();
    const chosen = workbench.page.locator('.part.panel select, .part.panel .monaco-select-box');
    await workbench.page.waitForFunction(() => {
      const box = document.querySelector<HTMLSelectElement>('.part.panel select');
      return box !== null && [...box.selectedOptions].some(({ text }) => text.includes('Heatline'));
    });
    assert.ok((await chosen.count()) > 0);
    await session().shot('log-first');
  });
});

describe('between tabs', () => {
  const session = useSession({ service: { diseases: ['waitgroup'] } });

  it('a profile that is hidden highlights the function when it is shown for it', async () => {
    const { workbench } = session();
    await capture(session(), { kind: 'Goroutines' });
    // In the same group, so that the profile is hidden.
    await workbench.openFile('waitgroup.go');
    await workbench.page.keyboard.press('Control+G');
    await workbench.quick.submit(':46');
    await workbench.editor.waitCursor(46);
    await workbench.runCommand('Heatline: Show Function in Profile');
    const page = await flameGraph(session());
    await page.getByText(/At the cursor in the editor: [1-9]/).waitFor();
    await session().shot('revealed-after-hidden');
  });
});
