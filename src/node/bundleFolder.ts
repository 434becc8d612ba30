// A bundle on disk: a folder with the profiles of one diagnosis, each with its provenance, and `bundle.json`. In: a
// folder. Out: its profiles in the order in which they were taken. Invariants: no second store (captureStore.ts writes
// the profiles); a folder without our note, made by hand, is read as well; files that are no profiles are left out.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { jsonObject } from '../base/json';
import { UserError } from '../base/userError';
import { readError, errorCode, writeError } from './fileErrors';
import { parseProvenance, type Provenance, provenanceName } from '../core/profile/provenance';
import type { Target } from './target';

export interface MissingProfile {
  /** `cpu`, `block`, … */
  readonly profile: string;
  /** Why, as a sentence. */
  readonly reason: string;
}

export interface Bundle {
  readonly folder: string;
  /** The index of pprof, without credentials; '' where nobody knows. */
  readonly target: string;
  readonly missing: readonly MissingProfile[];
}

export interface BundleNote {
  readonly target: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly tool: string;
  readonly missing: readonly MissingProfile[];
}

export interface StoredProfile {
  readonly file: string;
  readonly provenance: Provenance | undefined;
}

const noteName = 'bundle.json';

/** More bundles of one service within a second are somebody's loop. */
const maxTries = 100;

/** Makes `heatline-HOST-STAMP` below the parent, `…-2` for the second of one second. */
export async function newBundle(parent: string, target: Target, at: Date): Promise<string> {
  const host = new URL(target.url.replace(/^https\+insecure:/, 'https:')).host.replace(/[^A-Za-z0-9.-]+/g, '-');
  const base = `heatline-${host.slice(0, 80)}-${at.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  try {
    await mkdir(parent, { recursive: true });
    for (let n = 1; n <= maxTries; n++) {
      const folder = path.join(parent, n === 1 ? base : `${base}-${n}`);
      if (await made(folder)) return folder;
    }
  } catch (error) {
    throw writeError(parent, error);
  }
  throw new UserError('not-writable', `${parent} has no free name for ${base}.`, 'Choose another folder.');
}

async function made(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

export async function writeNote(folder: string, note: BundleNote): Promise<void> {
  try {
    await writeFile(path.join(folder, noteName), `${JSON.stringify({ format: 1, ...note }, undefined, 2)}\n`);
  } catch (error) {
    throw writeError(folder, error);
  }
}

/** Throws UserError when the folder cannot be read. */
export async function readBundleFolder(folder: string): Promise<Bundle & { readonly files: readonly StoredProfile[] }> {
  let names: string[];
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    throw readError(folder, error);
  }
  const files: StoredProfile[] = [];
  for (const name of names.sort()) {
    if (name.startsWith('.') || name.endsWith('.json') || /\.(go|md|html|svg)$/.test(name)) continue;
    const file = path.join(folder, name);
    files.push({ file, provenance: await provenanceOf(file) });
  }
  files.sort((a, b) => timeOf(a) - timeOf(b));
  const note = await readNote(folder);
  const target = note?.target ?? files.find(({ provenance }) => provenance !== undefined)?.provenance?.url ?? '';
  return { folder, target, missing: note?.missing ?? [], files };
}

/** The folder that a diagnosis made last in this one; undefined for none. */
export async function newestBundleIn(folder: string): Promise<string | undefined> {
  let newest: { readonly inner: string; readonly startedAt: string } | undefined;
  for (const { name } of (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())) {
    const inner = path.join(folder, name);
    const startedAt = (await noteFields(inner))?.['startedAt'];
    if (typeof startedAt === 'string' && startedAt > (newest?.startedAt ?? '')) newest = { inner, startedAt };
  }
  return newest?.inner;
}

/** Undefined where there is none beside the profile. */
export async function provenanceOf(file: string): Promise<Provenance | undefined> {
  try {
    return parseProvenance(await readFile(provenanceName(file), 'utf8'));
  } catch {
    return undefined;
  }
}

function timeOf({ provenance }: StoredProfile): number {
  const time = Date.parse(provenance?.startedAt ?? '');
  return Number.isNaN(time) ? 0 : time;
}

async function readNote(folder: string): Promise<Pick<BundleNote, 'target' | 'missing'> | undefined> {
  const fields = await noteFields(folder);
  if (fields === undefined) return undefined;
  const { target, missing } = fields;
  return {
    target: typeof target === 'string' ? target : '',
    missing: Array.isArray(missing) ? missing.filter(isMissing) : [],
  };
}

/** Undefined where it was made by hand, or is damaged: the profiles speak for themselves. */
async function noteFields(folder: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  return jsonObject(await readFile(path.join(folder, noteName), 'utf8').catch(() => ''));
}

function isMissing(value: unknown): value is MissingProfile {
  if (typeof value !== 'object' || value === null) return false;
  const { profile, reason } = value as Record<string, unknown>;
  return typeof profile === 'string' && typeof reason === 'string';
}
