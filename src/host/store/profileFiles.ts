// Profile files as the workbench sees them, local or not. In: a file's URI. Out: its decoded content with the
// line on where it came from. Invariants: what is larger than the limit is refused before it is read; nothing
// but the file and the JSON beside it is touched.

import * as vscode from 'vscode';
import { type Disposable, DisposableList, toDisposable } from '../../base/disposable';
import { CancelledError, UserError } from '../../base/userError';
import { setting } from '../settings';
import type { LoadedContent, ProfileFiles } from './profileDocument';
import { comparisonOf, type Comparison, nameOf } from './comparison';
import { type LiveProfiles, liveScheme } from './liveProfiles';
import type { ProfileDecoder } from './profileDecoder';
import { parseProvenance, provenanceName } from '../../core/profile/provenance';
import { originLine } from './originText';

const gibibyte = 2 ** 30;
/** A tool that writes a profile in pieces is read once, after it paused this long. */
const settleMilliseconds = 300;

export class WorkspaceProfileFiles implements ProfileFiles {
  constructor(
    private readonly decoder: ProfileDecoder,
    private readonly live?: Pick<LiveProfiles, 'get' | 'onDidPut'>,
  ) {}

  async read(uri: vscode.Uri, signal: AbortSignal): Promise<LoadedContent> {
    const maxInflatedSize = setting('heatline.maxInflatedSize') * gibibyte;
    const comparison = comparisonOf(uri);
    const bytes = this.live?.get(uri)?.bytes ?? (await readBytes(comparison?.profile ?? uri, maxInflatedSize));
    const base = comparison === undefined ? undefined : await readBytes(comparison.base, maxInflatedSize);
    if (signal.aborted) throw new CancelledError();
    const { profile, warnings } = await this.decoder.decode(bytes, {
      signal,
      base,
      normalize: comparison?.normalize === true,
      maxInflatedSize,
    });
    const origin = comparison === undefined ? await this.origin(uri) : await this.comparisonOrigin(comparison);
    return { profile, origin, warnings: warnings.map((warning) => warning.message) };
  }

  private async comparisonOrigin({ profile, base, normalize }: Comparison): Promise<string> {
    const [now, before] = await Promise.all([this.origin(profile), this.origin(base)]);
    return `${now || nameOf(profile)}${normalize ? ', scaled to the sums of the base' : ''}, less ${before || nameOf(base)}`;
  }

  watch(uri: vscode.Uri, listener: () => void): Disposable {
    const comparison = comparisonOf(uri);
    if (comparison !== undefined) {
      const both = new DisposableList();
      for (const each of [comparison.profile, comparison.base]) both.add(this.watch(each, listener));
      return both;
    }
    // They tell by themselves, each time whole.
    if (uri.scheme === liveScheme && this.live !== undefined) return this.live.onDidPut(uri, listener);
    const folder = vscode.Uri.joinPath(uri, '..');
    const owned = new DisposableList();
    const watcher = owned.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*')));
    let timer: unknown;
    // The system tells of a write up to seconds later, also of the one that came before the watch: a reload then would
    // end every link to what is shown.
    let known = stampOf(uri);
    const look = async (): Promise<void> => {
      const before = await known;
      known = stampOf(uri);
      if ((await known) !== before && !owned.isDisposed) listener();
    };
    const settle = (written: vscode.Uri): void => {
      if (written.toString() !== uri.toString()) return;
      clearTimeout(timer);
      timer = setTimeout(() => void look(), settleMilliseconds);
    };
    owned.add(watcher.onDidChange(settle));
    owned.add(watcher.onDidCreate(settle));
    owned.add(watcher.onDidDelete(settle));
    owned.add(toDisposable(() => clearTimeout(timer)));
    return owned;
  }

  private async origin(uri: vscode.Uri): Promise<string> {
    const live = this.live?.get(uri);
    if (live !== undefined) return originLine(live.provenance, localTime);
    const beside = uri.with({ path: provenanceName(uri.path) });
    try {
      const provenance = parseProvenance(new TextDecoder().decode(await vscode.workspace.fs.readFile(beside)));
      return provenance === undefined ? '' : originLine(provenance, localTime);
    } catch {
      return ''; // Most profiles have none.
    }
  }
}

/** Differs when the file was written; '' for none. */
async function stampOf(uri: vscode.Uri): Promise<string> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    return `${mtime} ${size}`;
  } catch {
    return '';
  }
}

async function readBytes(uri: vscode.Uri, limit: number): Promise<Uint8Array> {
  const name = nameOf(uri);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size <= limit) return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    throw fileError(name, error);
  }
  throw new UserError(
    'too-large',
    `${name} is larger than ${limit / gibibyte} GiB.`,
    'Raise the setting heatline.maxInflatedSize if this machine has the memory for it.',
  );
}

function fileError(name: string, error: unknown): UserError {
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  const cause = { cause: error };
  switch (code) {
    case 'FileNotFound':
      return new UserError('not-found', `${name} does not exist any more.`, 'Open another profile.', cause);
    case 'NoPermissions':
      return new UserError('no-permission', `${name} may not be read.`, 'Check the permissions of the file.', cause);
    case 'FileIsADirectory':
      return new UserError('is-folder', `${name} is a folder.`, 'Open a profile file in it.', cause);
    default:
      return new UserError('unreadable', `${name} could not be read.`, 'See the Heatline log for the cause.', cause);
  }
}

function localTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime())
    ? iso
    : time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
