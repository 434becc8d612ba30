// What `heatline diagnose` reads. In: a running service, a folder or files. Out: a bundle of decoded profiles. Invariants:
// a path that is there is never taken for a service; a file that is no profile ends the command when it was named, and is
// told and left out when it only lies in the folder.

import { stat } from 'node:fs/promises';
import { UserError } from '../base/userError';
import type { Bundle, BundleProfile } from '../core/diagnose/bundle';
import { bundleProfile, inOrder } from '../node/bundleProfiles';
import { captureBundle } from '../node/captureBundle';
import { newestBundleIn, provenanceOf, readBundleFolder, type StoredProfile } from '../node/bundleFolder';
import { parseTarget } from '../node/target';
import { accessOf, asUsage } from './accessOptions';
import type { Arguments } from './args';
import { progressLine } from './captureProgress';
import type { Io } from './io';
import { readProfile } from './readProfile';
import { waited } from './waitOption';

export interface ReadBundle {
  readonly target: string;
  readonly bundle: Bundle;
}

export async function readBundle(words: readonly string[], args: Arguments, io: Io): Promise<ReadBundle> {
  const [first] = words;
  if (words.length === 1) {
    const kind = await kindOfPath(first);
    if (kind === 'folder') return readFolder(first, first, io);
    if (kind === undefined && looksLikeTarget(first)) return readService(first, args, io);
  }
  const profiles: BundleProfile[] = [];
  for (const file of words) {
    const stored = { file, provenance: file === '-' ? undefined : await provenanceOf(file) };
    profiles.push(await readStored(stored, io));
  }
  return { target: words.join(' '), bundle: { profiles: inOrder(profiles), missing: [] } };
}

async function kindOfPath(word: string): Promise<'file' | 'folder' | undefined> {
  if (word === '-') return 'file';
  try {
    return (await stat(word)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

/** As `heatline goroutines` tells them apart: a word with a slash or an ending is a path. */
function looksLikeTarget(word: string): boolean {
  return (
    /^https?(\+insecure)?:/.test(word) ||
    !(/[\\/]/.test(word) || /\.[a-z]\w*$/i.test(word)) ||
    /^[\w.-]+:\d+(\/|$)/.test(word)
  );
}

async function readService(word: string, args: Arguments, io: Io): Promise<ReadBundle> {
  const given = asUsage(() => parseTarget(word));
  const seconds = args.number('seconds', { min: 1, max: 86_400, whole: true }) ?? defaultSeconds;
  const access = await accessOf(args);
  const target = await waited(given, args, access, io);
  io.progress('Looking at the service …');
  const captured = await captureBundle(
    { target, seconds, parent: args.text('out') ?? '.', tool: io.tool },
    { access, signal: io.signal, onProgress: (progress) => io.progress(progressLine(progress)) },
  );
  io.progress('');
  io.note(`heatline: The profiles are in ${captured.folder}; heatline diagnose ${captured.folder} reads them again.`);
  return readFolder(captured.folder, captured.target, io);
}

/** As long as a person likes to wait, and long enough for a leak of one a second to show. */
export const defaultSeconds = 10;

async function readFolder(named: string, target: string, io: Io): Promise<ReadBundle> {
  let folder = named;
  let stored = await readBundleFolder(folder);
  // What `--out` names is where diagnoses make their folders.
  const newest = stored.files.length === 0 ? await newestBundleIn(folder) : undefined;
  if (newest !== undefined) {
    io.note(`heatline: Reading ${newest}, the newest diagnosis in ${folder}.`);
    folder = newest;
    stored = await readBundleFolder(folder);
  }
  const profiles: BundleProfile[] = [];
  for (const one of stored.files) {
    try {
      profiles.push(await readStored(one, io));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      io.note(`heatline: Left out: ${error.sentence}`);
    }
  }
  if (profiles.length === 0) {
    throw new UserError(
      'no-profiles',
      `There is no profile in ${folder}.`,
      'Name a folder that heatline diagnose or heatline capture made.',
    );
  }
  return {
    target: stored.target === '' ? target : stored.target,
    bundle: { profiles: inOrder(profiles), missing: stored.missing },
  };
}

async function readStored(stored: StoredProfile, io: Io): Promise<BundleProfile> {
  const { profile } = await readProfile(stored.file, io);
  return bundleProfile(stored, profile);
}
