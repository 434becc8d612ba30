// Where every profile that was taken goes, from a service, a test, a debugger or a terminal. In: its bytes and where they came from.
// Out: a file in the capture folder. Invariant: what cannot be had again is not lost: when storing fails the bytes can
// still be saved elsewhere.

import * as vscode from 'vscode';
import { sentenceOf } from '../../base/userError';
import type { ErrorReporter } from '../errorReporter';
import { savedAs } from '../workspaceFolder';
import type { CaptureFolder } from './captureFolder';
import type { Provenance } from '../../core/profile/provenance';

export interface Kept {
  readonly bytes: Uint8Array;
  readonly provenance: Provenance;
  /** Where what takes it knows better than the bytes tell: goroutines may be anywhere in a text. */
  readonly form?: 'text';
}

export interface CaptureStore {
  /** Writes both files under a new name in the folder (made when missing); the profile's path. */
  store(folder: string, captured: Kept): Promise<string>;
  /** A file's name for it. */
  nameOf(captured: Kept): string;
}

export class CaptureKeeper {
  constructor(
    private readonly folder: CaptureFolder,
    private readonly captures: CaptureStore,
    private readonly errors: ErrorReporter,
  ) {}

  /** Undefined where the person gave up on it. */
  async keep(captured: Kept): Promise<vscode.Uri | undefined> {
    try {
      const path = await this.captures.store(this.folder.uri.fsPath, captured);
      this.folder.noteAdded();
      return vscode.Uri.file(path);
    } catch (error) {
      this.errors.record(error, 'store the capture');
      const elsewhere = 'Save Elsewhere…';
      const text = `The capture was made, but could not be stored: ${sentenceOf(error)}`;
      if ((await vscode.window.showErrorMessage(text, elsewhere)) === undefined) return undefined;
      const target = await vscode.window.showSaveDialog({
        title: 'Save the Capture',
        ...savedAs(this.captures.nameOf(captured)),
      });
      if (target !== undefined) await vscode.workspace.fs.writeFile(target, captured.bytes);
      return target;
    }
  }
}
