// A comparison is a profile like any other: it opens in the custom editor, has files' totals with a sign, and can be saved.

import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import * as vscode from 'vscode';
import { openProfile } from '../../src/core/open';
import { inflateNative } from '../../src/node/inflate';
import { isDifference } from '../../src/core/profile/diff';
import { comparisonOf, comparisonUri } from '../../src/host/store/comparison';
import { inRepo, inWorkspace, until } from './support/host';

describe('comparing profiles', function () {
  this.timeout(60_000);
  const heap = inRepo('test/fixtures/go1.26.8/heap.pb.gz');
  const allocs = inRepo('test/fixtures/go1.26.8/allocs.pb.gz');
  const cpu = inRepo('test/fixtures/go1.26.8/cpu.pb.gz');

  before(() => vscode.workspace.fs.createDirectory(inWorkspace('compare')));

  after(async () => {
    await vscode.commands.executeCommand('heatline.clearProfile');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(inWorkspace('compare'), { recursive: true });
  });

  it('names both files in one address', () => {
    const uri = comparisonUri({ profile: heap, base: allocs, normalize: false });
    const again = comparisonOf(vscode.Uri.parse(uri.toString(), true));
    assert.equal(again?.profile.toString(), heap.toString());
    assert.equal(again.base.toString(), allocs.toString());
    assert.equal(again.normalize, false);
    assert.equal(comparisonOf(comparisonUri({ profile: heap, base: allocs, normalize: true }))?.normalize, true);
    assert.equal(comparisonOf(heap), undefined);
    assert.equal(comparisonOf(uri.with({ query: '{"profile":1}' })), undefined);
  });

  /** Its tab. */
  async function openDifference(): Promise<vscode.TabInputCustom> {
    await vscode.commands.executeCommand('heatline.compareProfiles', heap, [heap, allocs]);
    return until('the tab', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom && input.uri.scheme === 'heatline-diff' && input;
    });
  }

  it('opens two selected captures as their difference, and can be saved', async () => {
    const tab = await openDifference();
    const saved = inWorkspace('compare', 'saved.pprof');
    await vscode.workspace.fs.copy(tab.uri, saved);
    const { profile } = openProfile(await vscode.workspace.fs.readFile(saved), { inflate: inflateNative });
    assert.ok(isDifference(profile));
    const sum = (column: Float64Array): number => column.reduce((all, value) => all + value, 0);
    const decode = async (uri: vscode.Uri): Promise<Float64Array> =>
      openProfile(zlib.gunzipSync(await vscode.workspace.fs.readFile(uri)), { inflate: inflateNative }).profile.samples
        .values[1];
    // Listed nowhere, so in the order in which they were selected.
    const expected = sum(await decode(heap)) - sum(await decode(allocs));
    assert.equal(sum(profile.samples.values[1]), expected);
  });

  it('is normalized by a switch, in the same tab, and back', async () => {
    const tabs = (): vscode.Uri[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .flatMap(({ input }) => (input instanceof vscode.TabInputCustom ? [input.uri] : []))
        .filter(({ scheme }) => scheme === 'heatline-diff');
    const sums = async (): Promise<number[]> => {
      const { profile } = openProfile(await vscode.workspace.fs.readFile(tabs()[0]), { inflate: inflateNative });
      return profile.samples.values.map((column) => column.reduce((all, value) => all + value, 0));
    };
    await openDifference();
    const plain = await sums();
    assert.ok(plain.some((sum) => sum !== 0));
    await vscode.commands.executeCommand('heatline.toggleNormalize');
    await until('the normalized one alone', () => tabs().length === 1 && comparisonOf(tabs()[0])?.normalize === true);
    // Rounding to whole values, as pprof does, leaves less than one a sample.
    for (const [t, sum] of (await sums()).entries()) assert.ok(Math.abs(sum) < 1000, `sample type ${t}: ${sum}`);
    await until('the active profile', () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('normalized'),
    );
    await vscode.commands.executeCommand('heatline.toggleNormalize');
    await until('the plain one alone', () => tabs().length === 1 && comparisonOf(tabs()[0])?.normalize === false);
    assert.deepEqual(await sums(), plain);
  });

  it('refuses profiles of different things', async () => {
    const uri = comparisonUri({ profile: heap, base: cpu, normalize: false });
    await assert.rejects(Promise.resolve(vscode.workspace.fs.readFile(uri)));
    await vscode.commands.executeCommand('vscode.openWith', uri, 'heatline.profile');
    await until('the tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('cpu'));
  });
});
