// What `heatline diagnose` reads. In: a running service, a folder or files. Out: a bundle of decoded profiles. Invariants:
// a path that is there is never taken for a service; a file that is no profile ends the command when it was named, and is
// told and left out when it only lies in the folder.

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/userError';
import type { Bundle, BundleProfile } from '../core/diagnose/bundle';
import { captureBundle } from '../node/captureBundle';
import { provenanceOf, readBundleFolder, type StoredProfile } from '../node/bundleFolder';
import { shownKind } from '../node/kinds';
import { parseTarget } from '../node/target';
import { accessOf, asUsage } from './accessOptions';
import type { Arguments } from './args';
import { progressLine } from './captureProgress';
import type { Io } from './io';
import { readProfile } from './readProfile';

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
  const target = asUsage(() => parseTarget(word));
  const seconds = args.number('seconds', { min: 1, max: 86_400, whole: true }) ?? defaultSeconds;
  io.progress('Looking at the service …');
  const captured = await captureBundle(
    { target, seconds, parent: args.text('out') ?? '.', tool: io.tool },
    { access: await accessOf(args), signal: io.signal, onProgress: (progress) => io.progress(progressLine(progress)) },
  );
  io.progress('');
  io.note(`heatline: The profiles are in ${captured.folder}; heatline diagnose ${captured.folder} reads them again.`);
  return readFolder(captured.folder, captured.target, io);
}

/** As long as a person likes to wait, and long enough for a leak of one a second to show. */
export const defaultSeconds = 10;

async function readFolder(folder: string, target: string, io: Io): Promise<ReadBundle> {
  const stored = await readBundleFolder(folder);
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

async function readStored({ file, provenance }: StoredProfile, io: Io): Promise<BundleProfile> {
  const { profile } = await readProfile(file, io);
  const time = Date.parse(provenance?.startedAt ?? '');
  const takenAt = Number.isNaN(time) ? Number(profile.timeNanos / 1_000_000n) : time;
  const name = provenance === undefined ? nameFrom(file) : shownKind(provenance.kind);
  return { name, profile, ...(takenAt > 0 ? { takenAt } : {}) };
}

/** `mutex` in `localhost-6060-mutex-2026….pb.gz`: only where block and mutex profiles must be told apart. */
function nameFrom(file: string): string {
  const base = path.basename(file).toLowerCase();
  return (
    ['mutex', 'block', 'allocs', 'heap', 'goroutineleak', 'threadcreate'].find((name) => base.includes(name)) ?? base
  );
}

/** By time where all have one, else as they were named. */
function inOrder(profiles: readonly BundleProfile[]): readonly BundleProfile[] {
  if (profiles.some(({ takenAt }) => takenAt === undefined)) return profiles;
  return [...profiles].sort((a, b) => (a.takenAt ?? 0) - (b.takenAt ?? 0));
}
