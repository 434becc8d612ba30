// Profiles that are in memory and change: what a watch sees. In: bytes, again and again, under a name. Out: files of a
// scheme of our own, so that a tab shows one and "Save Profile As…" keeps it. Invariants: a name has one URI, whose content
// is always whole; nothing is written to disk; a window that is opened again has none of them.

import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import type { Provenance } from '../../core/profile/provenance';
import { ReadonlyFiles } from './readonlyFiles';

export const liveScheme = 'heatline-live';

export interface LiveProfile {
  readonly bytes: Uint8Array;
  readonly provenance: Provenance;
}

export class LiveProfiles extends ReadonlyFiles {
  private readonly wasPut = this.owned.add(new Emitter<string>());
  private readonly profiles = new Map<string, LiveProfile & { readonly time: number }>();
  private changes = 0;

  constructor() {
    super(liveScheme);
  }

  uriOf(name: string): vscode.Uri {
    return vscode.Uri.from({ scheme: liveScheme, path: `/${name}` });
  }

  put(name: string, profile: LiveProfile): vscode.Uri {
    const uri = this.uriOf(name);
    const isNew = !this.profiles.has(uri.path);
    this.profiles.set(uri.path, { ...profile, time: ++this.changes });
    const type = isNew ? vscode.FileChangeType.Created : vscode.FileChangeType.Changed;
    this.fileChanged.fire([{ type, uri }]);
    this.wasPut.fire(uri.path);
    return uri;
  }

  get(uri: vscode.Uri): LiveProfile | undefined {
    return uri.scheme === liveScheme ? this.profiles.get(uri.path) : undefined;
  }

  /** Calls the listener when the profile was put again. */
  onDidPut(uri: vscode.Uri, listener: () => void): Disposable {
    return this.wasPut.event((path) => {
      if (path === uri.path) listener();
    });
  }

  protected measure(uri: vscode.Uri): { readonly size: number; readonly mtime: number } {
    const { bytes, time } = this.existing(uri);
    return { size: bytes.length, mtime: time };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.existing(uri).bytes;
  }

  private existing(uri: vscode.Uri): LiveProfile & { readonly time: number } {
    const profile = this.profiles.get(uri.path);
    if (profile === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return profile;
  }
}
