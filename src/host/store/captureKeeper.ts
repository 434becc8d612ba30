// Where every profile that was taken goes, from a service, a test or a debugger. In: its bytes and where they came from.
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
}

/** Writes both files under a new name in the folder (made when missing); the profile's path. */
export type StoreCapture = (folder: string, captured: Kept) => Promise<string>;

export class CaptureKeeper {
  constructor(
    private readonly folder: CaptureFolder,
    private readonly store: StoreCapture,
    private readonly errors: ErrorReporter,
  ) {}

  /** Undefined where the person gave up on it. */
  async keep(captured: Kept): Promise<vscode.Uri | undefined> {
    try {
      const path = await this.store(this.folder.uri.fsPath, captured);
      this.folder.noteAdded();
      return vscode.Uri.file(path);
    } catch (error) {
      this.errors.record(error, 'store the capture');
      const elsewhere = 'Save Elsewhere…';
      const text = `The capture was made, but could not be stored: ${sentenceOf(error)}`;
      if ((await vscode.window.showErrorMessage(text, elsewhere)) === undefined) return undefined;
      const target = await vscode.window.showSaveDialog({
        title: 'Save the Capture',
        filters: isText(captured.bytes) ? { Dumps: ['txt'] } : { Profiles: ['pb.gz', 'pprof'] },
        ...savedAs(nameFor(captured)),
      });
      if (target !== undefined) await vscode.workspace.fs.writeFile(target, captured.bytes);
      return target;
    }
  }
}

/** Profiles are gzip files, or begin with a protobuf tag. */
function isText(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes[0] >= 0x20 && bytes[0] < 0x7f;
}

/** `heap-20260131T140501Z.pb.gz` */
function nameFor({ bytes, provenance }: Kept): string {
  const time = provenance.startedAt.replace(/[-:]|\.\d+/g, '');
  const words = `${provenance.kind}-${time}`.replace(/[^\w-]+/g, '-');
  return `${words}${isText(bytes) ? '.txt' : '.pb.gz'}`;
}
