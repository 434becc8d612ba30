// A large file that is opened with heat and lenses on: how long the extension host's thread is away at a time. In a file of
// 24 000 lines with 4 000 functions, each with a goroutine that hangs in its literal.

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { atOnce } from '../../src/base/pieces';
import { loadGoParser } from '../../src/host/sources/goParserFiles';
import { extension, inWorkspace, until } from './support/host';
import { longestTurn } from './support/longestTurn';

const functions = 4000;
/** Each as if for the first time, since nothing is kept between two files; what else the machine does only adds to one. */
const openings = 2;

const functionText = (i: number): string => `func f${i}(a chan int) {\n\tgo func() {\n\t\t<-a\n\t}()\n}\n\n`;
const linesOfOne = 6;
const source = `package large\n\n${Array.from({ length: functions }, (_, i) => functionText(i)).join('')}`;

function dumpFor(file: vscode.Uri): string {
  const goroutine = (i: number): string => {
    const declared = 3 + i * linesOfOne;
    const name = `example.com/orders/large.f${i}`;
    const started = `created by ${name} in goroutine 1\n\t${file.fsPath}:${declared + 1} +0x5a\n`;
    return `goroutine ${i + 2} [chan receive, 3 minutes]:\n${name}.func1()\n\t${file.fsPath}:${declared + 2} +0x1d\n${started}\n`;
  };
  return Array.from({ length: functions }, (_, i) => goroutine(i)).join('');
}

const count = async (uri: vscode.Uri): Promise<number> => {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return lenses.filter(({ command }) => command?.command === 'heatline.peekGoroutines').length;
};

async function hasHeat(uri: vscode.Uri): Promise<boolean> {
  const at = new vscode.Position(4, 0);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
  return hovers.length > 0;
}

describe('the first opening of a large file', function () {
  this.timeout(120_000);

  before(async () => {
    await vscode.workspace.getConfiguration('heatline').update('heat.threshold', 0, vscode.ConfigurationTarget.Global);
  });

  after(async () => {
    const settings = vscode.workspace.getConfiguration('heatline');
    await settings.update('heat.threshold', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('heatline.clearProfile');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(inWorkspace('large'), { recursive: true });
  });

  it('leaves the thread to others in between', async () => {
    const turns: number[] = [];
    for (let opening = 0; opening < openings; opening++) {
      const file = inWorkspace('large', `large${opening}.go`);
      const dump = inWorkspace('large', `large${opening}.txt`);
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(source));
      await vscode.workspace.fs.writeFile(dump, new TextEncoder().encode(dumpFor(file)));
      await vscode.commands.executeCommand('vscode.openWith', dump, 'heatline.profileAny');
      const longest = await longestTurn(async () => {
        await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside });
        await until('heat', () => hasHeat(file));
        await until('lenses', async () => (await count(file)) === functions);
      });
      turns.push(longest);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
    const parser = await loadGoParser(extension().extensionUri);
    const atATime: number[] = [];
    for (let i = 0; i < openings; i++) atATime.push(await longestTurn(() => atOnce(parser.reading(source))));
    parser.dispose();
    const shown = (each: readonly number[]): string => each.map((time) => time.toFixed(0)).join(', ');
    const all = `longest turns ${shown(turns)} ms; the declarations read at once take ${shown(atATime)} ms`;
    console.log(all);
    // Something that is done for all of the file in one go, or for each function with each other, takes longer than this;
    // the longest turn is about a fifth to a third.
    assert.ok(Math.min(...turns) < Math.min(...atATime) / 2, all);
  });
});
