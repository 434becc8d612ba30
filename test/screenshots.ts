// `npm run screenshots`: the pictures of the README, from the real product. In: a checkout and Go. Out: PNG
// files in media/readme. Invariant: a real VS Code with the packaged extension, a real Go service under load;
// only the window's size and theme are chosen.

import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { capture, clickBox, diagnose, startCapture } from './e2e/support/heatline';
import { type RunningSession, type Session, startSession } from './e2e/support/session';
import { inRepo } from './harness/paths';
import { packageVsix } from './harness/vsix';

const folder = inRepo('media', 'readme');

async function keep(session: Session, name: string): Promise<void> {
  // Let the mouse rest where it points at nothing, so that no tooltip covers the picture.
  copyFileSync(await session.shot(name), path.join(folder, `${name}.png`));
  console.log(`media/readme/${name}.png`);
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { vsix } = await packageVsix();
  process.env['HEATLINE_VSIX'] = vsix;
  const running = await startSession({ service: { diseases: ['gc', 'waitgroup'] } });
  try {
    await pictures(running);
  } finally {
    await running.end();
  }
}

async function pictures({ service, ...rest }: RunningSession): Promise<void> {
  if (service === undefined) throw new Error('this needs the Go service');
  const session: Session = { ...rest, service };
  const { workbench } = session;
  await workbench.page.setViewportSize({ width: 1440, height: 860 });
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');

  await startCapture(session, service.target);
  await workbench.quick.waitTitle(service.target);
  await workbench.quick.row('Goroutines').waitFor();
  await keep(session, 'capture');
  await workbench.quick.cancel();

  const page = await capture(session, { kind: 'CPU', seconds: 10 });
  await clickBox(page, 'example.com/orders/internal/httpapi.csvByStrings');
  await workbench.page.locator('.tab.active').filter({ hasText: 'gc.go' }).waitFor();
  await workbench.editor.waitAttachments(/%/);
  await workbench.page.mouse.move(720, 845);
  await keep(session, 'flame-and-heat');
  await workbench.setTheme('light');
  await workbench.editor.waitAttachments(/%/);
  await keep(session, 'flame-and-heat-light');
  await workbench.setTheme('dark');

  await closeEditors(session);
  await capture(session, { kind: 'Goroutines' });
  await workbench.openFile('waitgroup.go');
  await workbench.page
    .locator('.codelens-decoration a')
    .filter({ hasText: /goroutine/ })
    .first()
    .waitFor();
  await keep(session, 'goroutines');

  await closeEditors(session);
  await diagnose(session, 5);
  const finding = workbench.treeRows('Findings').filter({ hasText: 'checkForgettingDone' }).first();
  await finding.waitFor({ timeout: 90_000 });
  // Room for the findings.
  for (const view of ['Targets', 'Captures', 'Goroutines']) {
    await workbench.collapseView(view);
  }
  await finding.click();
  await workbench.page.locator('.tab.active').filter({ hasText: 'waitgroup.go' }).waitFor();
  await workbench.page.locator('.squiggly-warning').first().waitFor();
  await workbench.runCommand('Show or Focus Hover');
  await workbench.page.locator('.monaco-hover').filter({ hasText: 'Wrong if' }).first().waitFor();
  await keep(session, 'findings');
}

/** The keyboard goes elsewhere when the last one closes. */
async function closeEditors({ workbench }: Session): Promise<void> {
  await workbench.runCommand('View: Close All Editors');
  await workbench.page.locator('.tab').first().waitFor({ state: 'detached' });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
