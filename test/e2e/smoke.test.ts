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
    assert.deepEqual(activations(workbench.server.extensionHostLog()), [], 'nothing has asked for it so far');
    await workbench.runCommand('View: Show Heatline');
    // What a view without items shows comes from the extension's answer.
    await workbench.page.locator('.welcome-view-content:visible').first().waitFor();
    const log = workbench.server.extensionHostLog();
    assert.equal(activations(log).length, 1, log);
    assert.deepEqual(
      log.split('\n').filter((line) => line.includes('[error]')),
      [],
    );
    await shot('views');
    assert.deepEqual(workbench.browser.external, []);
  });
});

/** The log's lines about our start, which say what asked for it; the host also writes that it knows of us. */
function activations(log: string): string[] {
  return log.split('\n').filter((line) => /_doActivateExtension heatline\.heatline/.test(line));
}
