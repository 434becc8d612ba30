// A window with several folders (a .code-workspace), as people have it who work on several modules. The service is in the
// second folder, built with -trimpath, and the first one has files of the same names: everything is to be at the service's.

import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openProfile } from '../../src/core/open';
import { inflateNative } from '../../src/node/inflate';
import { capture, clickBox, flameGraph, linesByPprof, newestCapture, openedFlameGraph } from './support/heatline';
import { useSession } from './support/session';

/** Goroutines with a function of this name anywhere in their stack, counted the plain way. */
function goroutinesIn(file: string, functionName: string): number {
  const { samples, locations, functions, strings } = openProfile(readFileSync(file), {
    inflate: inflateNative,
  }).profile;
  let sum = 0;
  for (let i = 0; i < samples.count; i++) {
    const stack = samples.stackLocation.subarray(samples.stackOffset[i], samples.stackOffset[i + 1]);
    const names = [...stack].flatMap((l) =>
      [...locations.lineFunction.subarray(locations.lineOffset[l], locations.lineOffset[l + 1])].map((f) =>
        strings.text(functions.name[f]),
      ),
    );
    if (names.some((name) => name.endsWith(functionName))) sum += samples.values[0][i];
  }
  return sum;
}

describe('a window with several folders', () => {
  const session = useSession({ workspace: 'roots', service: { diseases: ['gc', 'waitgroup'], trimpath: true } });
  const page = () => session().workbench.page;
  const breadcrumbs = (...parts: string[]) =>
    page()
      .locator('.editor-group-container.active .breadcrumbs-control')
      .filter({ hasText: new RegExp(`^\\s*${parts.join('\\s*')}`) })
      .waitFor();
  /** What stands after a name in the Explorer, '' for nothing; from top to bottom. */
  const badges = async (name: string): Promise<string[]> =>
    page()
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ has: page().getByText(name, { exact: true }) })
      .locator('.monaco-icon-label')
      .evaluateAll((labels) =>
        labels.map((label) => getComputedStyle(label, '::after').content.replace(/^(?:none|normal)$|"/g, '')),
      );

  const captures = new Map<string, string>();
  /** The file of the first capture of this kind, which is made when a test first needs it. */
  const captured = async (kind: 'Goroutines' | 'CPU'): Promise<string> => {
    const known = captures.get(kind);
    if (known !== undefined) return known;
    await capture(session(), kind === 'CPU' ? { kind, seconds: 2 } : { kind });
    const file = newestCapture(session());
    captures.set(kind, file);
    return file;
  };

  it('counts goroutines above the functions they are in', async () => {
    const { workbench } = session();
    const file = await captured('Goroutines');
    await workbench.openFile('waitgroup.go', 'orders');
    await breadcrumbs('services', 'orders', 'internal', 'worker', 'waitgroup.go');
    await page()
      .locator('.codelens-decoration a')
      .filter({ hasText: /goroutine/ })
      .first()
      .waitFor();
    await session().shot('folders-lenses');
    const counted = goroutinesIn(file, '.checkForgettingDone');
    const lenses = await workbench.editor.codeLenses();
    assert.ok(counted > 0, 'the disease shows in the profile');
    assert.ok(
      lenses.some((text) => new RegExp(`\\b${counted} goroutines?\\b`).test(text)),
      `${counted} goroutines; the lenses say ${lenses.join(' | ')}`,
    );
  });

  it('adds a breakpoint from the Goroutines view', async () => {
    const { workbench } = session();
    await captured('Goroutines');
    await workbench.runCommand('Heatline: Focus on Goroutines View');
    const rows = workbench.treeRows('Goroutines');
    const group = rows.filter({ hasText: 'checkForgettingDone' }).first();
    await group.locator('.monaco-tl-twistie').click();
    const stack = rows.filter({ hasText: /checkForgettingDone/ }).nth(1);
    await stack.click({ button: 'right' });
    await workbench.chooseInContextMenu('Add Breakpoint or Logpoint…');
    await workbench.quick.waitTitle('Breakpoint at services/orders/internal/worker/waitgroup.go:46');
    await session().shot('folders-breakpoint');
    await workbench.quick.pick('Add Breakpoint');
    await workbench.openFile('waitgroup.go', 'orders');
    await workbench.goToLine(46);
    await page().locator('.glyph-margin-widgets .codicon-debug-breakpoint').first().waitFor();
  });

  it('marks hot lines and files of the right module', async () => {
    const { workbench } = session();
    const hot = 'example.com/orders/internal/httpapi.csvByStrings';
    await workbench.runCommand('View: Show Explorer');
    const file = await captured('CPU');
    await clickBox(await flameGraph(session()), hot);
    await breadcrumbs('services', 'orders', 'internal', 'httpapi', 'gc.go');
    const wanted = Number(linesByPprof(file, hot)[0]?.split(':')[1]);
    await workbench.editor.waitCursor(wanted);
    const marked = await workbench.editor.waitAttachments(/%/);
    assert.ok(
      marked.some(({ line }) => line === wanted),
      `marked ${marked.map(({ line }) => line).join(', ')}; pprof's hottest is ${wanted}`,
    );
    await workbench.openFile('gc.go', 'billing');
    await breadcrumbs('billing', 'internal', 'httpapi', 'gc.go');
    await session().shot('folders-badges');
    // The Explorer opens the folder of a file, and shows badges, when it gets round to it.
    const end = Date.now() + 30_000;
    let [ofBilling = '', ofOrders = ''] = await badges('gc.go');
    while (ofOrders === '' && Date.now() < end) [ofBilling = '', ofOrders = ''] = await badges('gc.go');
    assert.equal(ofBilling, '');
    assert.match(ofOrders, /^\d+$/);
    assert.ok((await workbench.editor.visibleLines()).every(({ attachments }) => attachments.length === 0));
  });

  it('explains where the sources are, by folder', async () => {
    const { workbench } = session();
    await captured('CPU');
    await workbench.runCommand('Heatline: Explain Source Mapping');
    await page().locator('.tab.active').filter({ hasText: 'Source Mapping' }).waitFor();
    await page().locator('.view-line').filter({ hasText: 'services/orders/internal/httpapi/gc.go' }).first().waitFor();
    await session().shot('folders-sources');
  });

  it('saves a profile into the folder it is of', async () => {
    const { workbench, workspace } = session();
    const profile = path.join(workspace.folder, 'services', 'kept.pprof');
    const capture = await captured('CPU');
    copyFileSync(capture, profile);
    await workbench.openFile('kept.pprof');
    await flameGraph(session());
    await workbench.runCommand('Heatline: Save Profile As…');
    await workbench.quick.waitTitle('Save Profile As');
    await workbench.quick.waitValue(profile);
    await workbench.quick.cancel();
    await workbench.runCommand('View: Close Editor');
    // What is kept among the captures is in no folder: its code tells.
    await workbench.runCommand('Heatline: Focus on Captures View');
    await workbench.treeRows('Captures').filter({ hasText: 'CPU' }).first().click({ button: 'right' });
    await workbench.chooseInContextMenu('Save Profile As…');
    await workbench.quick.waitTitle('Save Profile As');
    await workbench.quick.waitValue(path.join(workspace.folder, 'services', path.basename(capture)));
    await workbench.quick.cancel();
  });

  it('saves elsewhere what cannot be kept, a pasted dump too', async () => {
    const { workbench, workspace, service } = session();
    const kept = path.dirname(await captured('CPU'));
    const answer = await fetch(`http://${service.target}/debug/pprof/goroutine?debug=2`);
    writeFileSync(path.join(workspace.folder, 'services', 'log.txt'), await answer.text());
    await workbench.openFile('log.txt');
    await workbench.runCommand('Select All');
    // A file of that name: nothing can be written below it.
    renameSync(kept, `${kept}.away`);
    writeFileSync(kept, '');
    try {
      await workbench.runCommand('Heatline: Open Goroutine Dump');
      await workbench.quick.pick('Selection');
      await workbench.waitNotification(/could not be stored/);
      await session().shot('folders-not-kept');
      await workbench.pressNotification(/could not be stored/, 'Save Elsewhere…');
      await workbench.quick.waitTitle('Save the Capture');
      const file = await workbench.quick.waitValue(/\/selection-goroutine-\d{8}T\d{6}Z\.txt$/);
      const folder = path.join(workspace.folder, 'services');
      assert.equal(path.dirname(file), folder);
      await workbench.quick.accept();
      await workbench.editor.waitOpen(path.basename(file));
      assert.equal(readFileSync(file, 'utf8'), readFileSync(path.join(folder, 'log.txt'), 'utf8'));
    } finally {
      rmSync(kept);
      renameSync(`${kept}.away`, kept);
    }
  });

  it('profiles a benchmark of the other folder and marks its lines', async () => {
    const { workbench } = session();
    await workbench.openFile('gc_bench_test.go');
    const before = await workbench.editor.tabFiles();
    await page().locator('.codelens-decoration a:visible').filter({ hasText: 'profile CPU' }).first().click();
    await workbench.notification(/Profiling CPU of httpapi\.BenchmarkCSV/).waitFor();
    await workbench.notification(/Profiling/).waitFor({ state: 'detached', timeout: 60_000 });
    await openedFlameGraph(session(), before);
    await workbench.openFile('gc.go', 'billing');
    await workbench.editor.waitAttachments(/%/);
    await breadcrumbs('billing', 'internal', 'httpapi', 'gc.go');
    await session().shot('folders-benchmark');
  });
});
