// Comparisons as files, so that one can be opened and saved as any other profile. In: URIs of comparison.ts. Out: the
// difference as a protobuf profile, made when somebody reads it. Invariants: read-only; a comparison whose files are gone
// is a file that is not there.

import * as vscode from 'vscode';
import { encodeProfile } from '../../core/profile/encode';
import { comparisonOf, comparisonScheme } from './comparison';
import type { ProfileStore } from './profileStore';
import { ReadonlyFiles } from './readonlyFiles';

export class ComparisonFiles extends ReadonlyFiles {
  constructor(private readonly store: ProfileStore) {
    super(comparisonScheme);
  }

  /** It never changes by itself: the store watches the two files. */
  protected measure(uri: vscode.Uri): { readonly size: number; readonly mtime: number } {
    if (comparisonOf(uri) === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return { size: 0, mtime: 0 };
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
}
