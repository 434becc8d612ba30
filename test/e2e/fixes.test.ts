// A finding mended with a person's hands: the squiggle, the light bulb, the file on the disk as Go has it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { useSession } from './support/session';

describe('a fix', () => {
  const session = useSession({ service: { diseases: ['waitgroup'] } });
  const page = () => session().workbench.page;
  const file = () => path.join(session().workspace.module, 'internal/worker/waitgroup.go');
  const menu = () => page().locator('.action-widget').first();

  it('is offered at the squiggle, beside the explanation, the test and the dismissal', async () => {
    const { workbench, service } = session();
    await workbench.runCommand('Heatline: Diagnose Service…');
    await workbench.quick.submit(service.target);
    await workbench.quick.waitTitle(/for How Long/);
    await workbench.quick.submit('3');
    const finding = workbench.treeRows('Findings').filter({ hasText: 'checkForgettingDone' }).first();
    await finding.click();
    await page().locator('.tab.active').filter({ hasText: 'waitgroup.go' }).waitFor();
    await page().locator('.squiggly-warning').first().waitFor();
    await page().keyboard.press('Control+1');
    await page().keyboard.press('Control+.');
    await menu().locator('.monaco-list-row').filter({ hasText: 'Defer wg.Done() first' }).waitFor();
    const offered = await menu().innerText();
    assert.match(offered, /Create a Leak Regression Test/);
    assert.match(offered, /Explain: /);
    assert.match(offered, /Dismiss This Finding…/);
    await session().shot('fix-offered-dark');
  });

  it('changes the code as a person would', async () => {
    await menu().locator('.monaco-list-row').filter({ hasText: 'Defer wg.Done() first' }).click();
    await menu().waitFor({ state: 'hidden' });
    await page().locator('.tab.active.dirty').waitFor();
    await session().shot('fix-applied-dark');
    await page().keyboard.press('Control+S');
    await page().locator('.tab.active.dirty').waitFor({ state: 'detached' });
    const lines = readFileSync(file(), 'utf8').split('\n');
    const start = lines.findIndex((line) => line.includes('checkForgettingDone(batch'));
    const body = lines.slice(start, lines.indexOf('}', start));
    const add = body.indexOf('\t\twg.Add(1)');
    assert.deepEqual(body.slice(add + 1, add + 3), ['\t\tgo func() {', '\t\t\tdefer wg.Done()']);
    assert.equal(body.filter((line) => line.includes('wg.Done()')).length, 1);
  });

  it('can be kept by a test, which is only shown', async () => {
    const { workbench } = session();
    await workbench.setTheme('light');
    await page().keyboard.press('Control+.');
    await menu().locator('.monaco-list-row').filter({ hasText: 'Create a Leak Regression Test' }).click();
    await page().locator('.tab.active').filter({ hasText: 'checkforgettingdone_leak_test.go' }).waitFor();
    await page().locator('.view-lines').filter({ hasText: 'LeavesNoGoroutines' }).first().waitFor();
    await session().shot('leak-test-light');
  });
});
