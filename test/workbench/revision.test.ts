// A function that was edited since it was profiled: the program's commit tells what ran, so other functions stay exact.
// Everything is real: a commit, a program that Go built from it, the profile it wrote of itself.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { inWorkspace, until } from './support/host';

const source = `package main

import (
	"os"
	"runtime/pprof"
	"time"
)

//go:noinline
func edited(n int) int {
	sum := 0
	for i := 0; i < n; i++ {
		sum += i * i % 7
	}
	return sum
}

//go:noinline
func kept(n int) int {
	sum := 0
	for i := 0; i < n; i++ {
		sum += i * i % 11
	}
	return sum
}

func main() {
	f, err := os.Create("cpu.pprof")
	if err != nil {
		panic(err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		panic(err)
	}
	for end := time.Now().Add(600 * time.Millisecond); time.Now().Before(end); {
		if edited(1e6)+kept(1e6) < 0 {
			panic("overflow")
		}
	}
	pprof.StopCPUProfile()
}
`;

describe('a function that changed since its revision was profiled', function () {
  this.timeout(120_000); // Go may have to build its library.
  const folder = inWorkspace('revision');
  const file = vscode.Uri.joinPath(folder, 'main.go');
  let revision = '';

  const run = async (command: string, ...args: readonly string[]): Promise<string> => {
    const PATH = `${process.env['PATH'] ?? ''}:/usr/local/go/bin`;
    const env = { ...process.env, PATH, GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off' };
    return (await promisify(execFile)(command, args, { cwd: folder.fsPath, env })).stdout.trim();
  };

  async function hoverOf(line: number): Promise<string> {
    const position = new vscode.Position(line, 1);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', file, position);
    return hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
      .join('\n');
  }

  before(async () => {
    const write = (name: string, text: string) =>
      vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), new TextEncoder().encode(text));
    await write('main.go', source);
    await write('go.mod', 'module example.com/revision\n\ngo 1.22\n');
    await write('.gitignore', 'program\ncpu.pprof\n');
    await run('git', 'init', '-q');
    await run('git', 'add', '.');
    await run('git', '-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '-qm', 'first');
    revision = await run('git', 'rev-parse', 'HEAD');
    await run('go', 'build', '-buildvcs=true', '-o', 'program', '.');
    await run('./program');
    // Two lines come into the first function, so the second one stands elsewhere than it did.
    await write('main.go', source.replace('\tsum := 0\n', '\tsum := 0\n\t// more\n\tsum++\n'));
  });

  after(async () => {
    await vscode.commands.executeCommand('heatline.clearProfile');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('is approximate, with the reason; the others are exact', async () => {
    const profile = vscode.Uri.joinPath(folder, 'cpu.pprof');
    await vscode.commands.executeCommand('vscode.openWith', profile, 'heatline.profile');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Two });
    const lines = document.getText().split('\n');
    const inEdited = lines.findIndex((line) => line.includes('% 7'));
    const inKept = lines.findIndex((line) => line.includes('% 11'));
    const hover = await until('a hover', async () => {
      const text = await hoverOf(inEdited);
      return text !== '' && text;
    });
    assert.ok(
      hover.includes(`has changed since revision ${revision.slice(0, 7)}, which was profiled (2 lines)`),
      hover,
    );
    const other = await until('the other hover', async () => {
      const text = await hoverOf(inKept);
      return text !== '' && text;
    });
    assert.doesNotMatch(other, /≈|may differ|may be another/);
    assert.match(other, /\| cpu \|/);
  });
});
