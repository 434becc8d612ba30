// The package in a fresh VS Code, before anything is done with it. In: the .vsix. Out: it is there, quiet, and offline.
import assert from 'node:assert/strict';
import { useSession } from './support/session';

describe('the installed package', () => {
  const session = useSession();

  it('puts its commands into the palette', async () => {
    const { workbench, shot } = session();
    const rows = await workbench.paletteRows('Heatline: ');
    assert.ok(
      rows.some((row) => row.startsWith('Heatline: Capture Profile from Running Service')),
      rows.join('\n'),
    );
    assert.ok(
      rows.some((row) => row.startsWith('Heatline: Open Profile')),
      rows.join('\n'),
    );
    await shot('smoke');
  });

  it('starts without an error and without asking for the network', async () => {
    const { workbench, shot } = session();
    assert.doesNotMatch(workbench.server.extensionHostLog(), /heatline\.heatline/, 'nothing has asked for it so far');
    await workbench.runCommand('View: Show Heatline');
    // What a view without items shows comes from the extension's answer.
    await workbench.page.locator('.welcome-view-content:visible').first().waitFor();
    assert.match(workbench.server.extensionHostLog(), /_doActivateExtension heatline\.heatline/);
    assert.doesNotMatch(workbench.server.extensionHostLog(), /\[error\]/);
    await shot('views');
    assert.deepEqual(workbench.browser.external, []);
  });
});
