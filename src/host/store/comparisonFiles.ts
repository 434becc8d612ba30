// Comparisons as files, so that one can be opened and saved as any other profile. In: URIs of comparison.ts. Out: the
// difference as a protobuf profile, made when somebody reads it. Invariants: read-only; a comparison whose files are gone
// is a file that is not there.

import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable';
import { encodeProfile } from '../../core/profile/encode';
import { comparisonOf, comparisonScheme } from './comparison';
import type { ProfileStore } from './profileStore';

const nothing = new vscode.Disposable(() => undefined);

export class ComparisonFiles implements vscode.FileSystemProvider, Disposable {
  private readonly registration: vscode.Disposable;
  /** Never: the store watches the two files themselves. */
  readonly onDidChangeFile: vscode.Event<vscode.FileChangeEvent[]> = () => nothing;

  constructor(private readonly store: ProfileStore) {
    const options = { isReadonly: true, isCaseSensitive: true };
    this.registration = vscode.workspace.registerFileSystemProvider(comparisonScheme, this, options);
  }

  watch(): vscode.Disposable {
    return nothing;
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    if (comparisonOf(uri) === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: 0, permissions: vscode.FilePermission.Readonly };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    if (comparisonOf(uri) === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    const lease = this.store.open(uri);
    try {
      const content = await lease.document.load();
      if (content.kind === 'failed') throw vscode.FileSystemError.Unavailable(uri);
      return encodeProfile(content.profile);
    } finally {
      lease.dispose();
    }
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    throw vscode.FileSystemError.FileNotADirectory(uri);
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.registration.dispose();
  }
}
