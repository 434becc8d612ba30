// Files that are made in memory, and can be opened, read and saved elsewhere. In: what a subclass knows of its files. Out: a
// file system of VS Code. Invariant: nothing can be changed through it, and it has no folders.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';

export abstract class ReadonlyFiles implements vscode.FileSystemProvider, Disposable {
  protected readonly owned = new DisposableList();
  protected readonly fileChanged = this.owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.fileChanged.event;

  protected constructor(scheme: string) {
    const options = { isReadonly: true, isCaseSensitive: true };
    this.owned.add(vscode.workspace.registerFileSystemProvider(scheme, this, options));
  }

  /** @throws vscode.FileSystemError FileNotFound */
  abstract readFile(uri: vscode.Uri): Uint8Array | Promise<Uint8Array>;

  /**
   * Size in bytes, 0 where only reading tells, and a number that grows with each change.
   *
   * @throws vscode.FileSystemError FileNotFound
   */
  protected abstract measure(uri: vscode.Uri): { readonly size: number; readonly mtime: number };

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    return {
      type: vscode.FileType.File,
      ctime: 0,
      ...this.measure(uri),
      permissions: vscode.FilePermission.Readonly,
    };
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
    this.owned.dispose();
  }
}
