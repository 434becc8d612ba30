// Typing with heat on: what it costs the extension host, beside what it costs with heat off. In a file of 24 000 lines with
// 4 000 hot lines, and the profile beside it, so that everything that follows the cursor does.

import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { encodeProfile } from '../../src/core/profile/encode';
import { loadGoParser } from '../../src/host/sources/goParserFiles';
import { GoSyntax } from '../../src/host/sources/goSyntax';
import { drawnProfile } from '../unit/core/golang/drawnProfile';
import { extension, inWorkspace, until } from './support/host';

const functions = 4000;
const linesOfOne = 6;
/** In one round. */
const keystrokes = 20;
/** With heat on and with heat off, one after the other. */
const leastPairs = 2;
/** What else the machine does only adds to a round: where the cheapest ones differ, more of them are looked at. */
const mostPairs = 6;

interface Cost {
  /** Milliseconds until VS Code has taken one keystroke, in the median. */
  readonly keystroke: number;
  /** Of the extension host's processor, for one keystroke. */
  readonly cpu: number;
  /** Milliseconds that anything on the host's thread had to wait at most. */
  readonly longestWait: number;
}

const rest = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function type(editor: vscode.TextEditor): Promise<Cost> {
  const line = Math.floor(functions / 2) * linesOfOne + 5;
  editor.selection = new vscode.Selection(line, 1, line, 1);
  await rest(300);
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  const before = process.cpuUsage();
  const times: number[] = [];
  for (let i = 0; i < keystrokes; i++) {
    const start = performance.now();
    await vscode.commands.executeCommand('type', { text: 'x' });
    times.push(performance.now() - start);
    await rest(30);
  }
  // What waits for a pause in typing has its turn now.
  await rest(1000);
  delay.disable();
  const { user, system } = process.cpuUsage(before);
  await editor.edit((edit) => edit.delete(new vscode.Range(line, 1, line, 1 + keystrokes)));
  times.sort((a, b) => a - b);
  return {
    keystroke: times[times.length >> 1],
    cpu: (user + system) / 1000 / keystrokes,
    longestWait: delay.max / 1e6,
  };
}

const show = ({ keystroke, cpu, longestWait }: Cost): string =>
  `${keystroke.toFixed(1)} ms a keystroke, ${cpu.toFixed(2)} ms of processor, nothing waited longer than ${longestWait.toFixed(0)} ms`;

/** What else the machine does only adds to a round. */
const quietest = (costs: readonly Cost[]): Cost => costs.reduce((a, b) => (b.cpu < a.cpu ? b : a));

const body = '(a []int) (s int) {\n\tfor _, x := range a {\n\t\ts += x\n\t}\n\treturn s\n}\n';
const largeText = `package typing\n\n${Array.from({ length: functions }, (_, i) => `func f${i}${body}`).join('')}`;

describe('typing in a large file', function () {
  this.timeout(120_000);
  const file = inWorkspace('typing', 'large.go');
  const profile = inWorkspace('typing', 'large.pprof');

  after(async () => {
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update('heatline.heat.enabled', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('heatline.clearProfile');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(inWorkspace('typing'), { recursive: true });
  });

  it('costs no more with heat on than with heat off', async () => {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(largeText));
    const samples = Array.from({ length: functions }, (_, i) => {
      const first = 3 + i * linesOfOne;
      return `1 example.com/orders/typing.f${i}@${file.fsPath}:${first + 2},${first}`;
    });
    await vscode.workspace.fs.writeFile(profile, encodeProfile(drawnProfile(samples.join('\n'))));
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update('heatline.heat.threshold', 0, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('vscode.openWith', profile, 'heatline.profile');
    const editor = await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside });
    await until('heat', async () => {
      const at = new vscode.Position(4, 0);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', file, at);
      return hovers.length > 0;
    });

    await type(editor); // The first time everything is compiled.
    const on: Cost[] = [];
    const off: Cost[] = [];
    // Ten milliseconds more for each keystroke, as before edits were read in parts, are three times as much; half as much
    // again, or what typing without heat took in one of its rounds, is what a machine does by itself.
    const isNoDearer = (): boolean => {
      const dearest = Math.max(...off.map(({ cpu }) => cpu));
      return quietest(on).cpu < Math.max(1.5 * quietest(off).cpu, dearest);
    };
    // In turns, and who is first in turns as well: a machine that is busy elsewhere makes both dearer.
    for (let pair = 0; pair < mostPairs && (pair < leastPairs || !isNoDearer()); pair++) {
      for (const isOn of pair % 2 === 0 ? [true, false] : [false, true]) {
        await configuration.update('heatline.heat.enabled', isOn, vscode.ConfigurationTarget.Global);
        await rest(400);
        (isOn ? on : off).push(await type(editor));
      }
    }
    await configuration.update('heatline.heat.threshold', undefined, vscode.ConfigurationTarget.Global);
    console.log(`heat on: ${show(quietest(on))}\nheat off: ${show(quietest(off))}`);
    assert.ok(isNoDearer(), JSON.stringify({ on: on.map(({ cpu }) => cpu), off: off.map(({ cpu }) => cpu) }));
  });

  it('is read in pieces, between which everything else has its turn', async () => {
    const syntax = new GoSyntax(() => loadGoParser(extension().extensionUri));
    const open = (content: string): Thenable<vscode.TextDocument> =>
      vscode.workspace.openTextDocument({ language: 'go', content });
    await syntax.ofDocument(await open('package p\n'));
    const document = await open(largeText);
    let [turns, isRead] = [0, false];
    const turn = (): void => {
      if (isRead) return;
      turns++;
      setTimeout(turn, 0);
    };
    turn();
    // Asked for by two, read once.
    const [once, again] = await Promise.all([syntax.ofDocument(document), syntax.ofDocument(document)]);
    isRead = true;
    assert.equal(once, again);
    assert.equal(once.declarations.length, functions);
    console.log(`read in ${turns} turns`);
    // Each takes as long as 300 of the file's 24 000 lines at most.
    assert.ok(turns >= 80, String(turns));
    syntax.dispose();
  });
});
