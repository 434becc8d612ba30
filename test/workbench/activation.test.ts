// The extension inside a real extension host: it starts, and what the manifest promises exists.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension } from './support/host';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
  it('succeeds', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
  });

  it('registers every command of the manifest', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const promised = contributes.commands.map(({ command }) => command);
    const known = await vscode.commands.getCommands(true);
    assert.ok(promised.length > 0);
    assert.deepEqual(
      promised.filter((command) => !known.includes(command)),
      [],
    );
  });
});
