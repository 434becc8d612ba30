// Captures on disk. In: a folder and a captured profile. Out: the path of a new file, with its provenance beside it.
// Invariants: never overwrites; each file is whole or not there; a name is made of safe characters only, whatever host
// and kind say; other programs' files and leftovers of killed writes are ignored.
//
// Names: `localhost-6060-heap-20260131T140501Z.pb.gz`, `…-2.pb.gz` for the second of one second, `….pb.gz.json`.

import { createHash } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/userError';
import type { CapturedProfile } from './capture';
import { writeError } from './fileErrors';
import { shownKind } from './kinds';
import { writeNewFile } from './newFile';
import { extensionOf, profileForm } from './profileForm';
import { provenanceName, type StoredProvenance } from '../core/profile/provenance';

/** What must be known to store; `form` is found out where the caller does not say. */
export type Storable = Pick<CapturedProfile, 'bytes' | 'provenance'> & Partial<Pick<CapturedProfile, 'form'>>;

/** Two captures a millisecond for a second; past that something is in a loop. */
const maxTries = 1000;

/** The path of the profile. Throws UserError `disk-full` or `not-writable`. */
export async function storeCapture(folder: string, captured: Storable): Promise<string> {
  const { bytes, provenance } = captured;
  const stored: StoredProvenance = {
    format: 1,
    ...provenance,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const json = new TextEncoder().encode(`${JSON.stringify(stored, undefined, 2)}\n`);
  const base = baseName(captured);
  const extension = extensionFor(captured);
  try {
    await mkdir(folder, { recursive: true });
    for (let n = 1; n <= maxTries; n++) {
      const file = path.join(folder, `${base}${n === 1 ? '' : `-${n}`}${extension}`);
      // A provenance without its profile belongs to a profile that was moved; leave the name to it.
      if (await exists(provenanceName(file))) continue;
      if (!(await writeNewFile(file, bytes))) continue;
      // The profile is what cannot be had again: it counts as stored even where no room is left for the note beside it.
      await writeNewFile(provenanceName(file), json).catch(() => false);
      return file;
    }
  } catch (error) {
    throw writeError(folder, error);
  }
  throw new UserError('not-writable', `${folder} has no free name for ${base}.`, 'Choose another folder.');
}

/** What a capture is called where nothing has that name. */
export function captureFileName(captured: Storable): string {
  return `${baseName(captured)}${extensionFor(captured)}`;
}

function extensionFor({ bytes, form }: Storable): string {
  return extensionOf[form ?? profileForm(bytes) ?? 'proto'];
}

function baseName({ provenance }: Storable): string {
  let host = 'service';
  try {
    host = new URL(provenance.url).host;
  } catch {
    // A provenance made elsewhere.
  }
  const time = new Date(provenance.startedAt);
  const stamp = (Number.isNaN(time.getTime()) ? new Date() : time).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${safe(host)}-${safe(shownKind(provenance.kind))}-${stamp}`;
}

/** Letters, digits, `.`, `_` and `-`, not at the beginning a dot: safe on every file system and in every shell. */
function safe(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return plain.slice(0, 80) || 'profile';
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
