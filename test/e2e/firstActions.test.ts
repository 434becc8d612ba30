// What a person may do first, before anything of Heatline was used.

import assert from 'node:assert/strict';
import { useSession } from './support/session';

describe('first actions, in a folder that nobody has trusted yet', () => {
  const session = useSession({
    settings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
    },
  });
  const lens = (text: string) =>
    session().workbench.page.locator('.codelens-decoration a:visible').filter({ hasText: text }).first();

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
    await workbench.runCommand('View: Hide Panel');
  });

  it('tests are not run: a lens says so, and leads to where trust is given', async () => {
    const { workbench } = session();
    await workbench.openFile('catalog_test.go');
    await lens('tests are profiled in trusted workspaces only').waitFor();
    assert.ok((await workbench.editor.codeLenses()).every((text) => !/profile CPU|memory|mutex/.test(text)));
    await session().shot('untrusted-lens');
    const offered = await workbench.paletteRows('Heatline: ');
    assert.ok(
      offered.length > 0 && offered.every((row) => !/Profile Test|Debug This Process/.test(row)),
      offered.join(),
    );
    await lens('tests are profiled in trusted workspaces only').click();
    const trust = workbench.page.locator('.workspace-trust-editor .monaco-button').filter({ hasText: /^Trust$/ });
    await trust.first().waitFor();
    await session().shot('untrusted-manage');
    await trust.first().click();
    await workbench.openFile('catalog_test.go');
    await lens('profile CPU').waitFor();
  });
});
