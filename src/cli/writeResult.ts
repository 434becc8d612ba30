// A result as a file. In: bytes and where to. Out: the file, whole. Invariants: the file is there whole or as it was
// before (a temporary file beside it takes its name at the end); devices and pipes are written to; `-` is standard
// output.

import { randomBytes } from 'node:crypto';
import { realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { UserError } from '../base/userError';
import { encodeProfile } from '../core/profile/encode';
import type { Profile } from '../core/profile/profile';
import { writeError } from '../node/fileErrors';
import type { Io } from './io';

/** As `go tool pprof` and Go itself write profiles. */
export function profileBytes(profile: Profile): Uint8Array {
  return gzipSync(encodeProfile(profile));
}

export async function writeResult(out: string, bytes: Uint8Array, io: Io): Promise<void> {
  if (out === '-') {
    process.stdout.write(bytes); // Io writes text; these are bytes.
    return;
  }
  const file = await realpath(out).catch(() => out); // A link stays a link.
  const kind = await stat(file).catch(() => undefined);
  if (kind?.isDirectory() === true) throw new UserError('not-writable', `${out} is a folder.`, 'Name a file in it.');
  // A device or a pipe must not be replaced by a file.
  if (kind !== undefined && !kind.isFile()) {
    return writeFile(file, bytes, { signal: io.signal }).catch((error: unknown) => {
      throw writeError(out, error);
    });
  }
  const temporary = path.join(path.dirname(file), `.heatline-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx', signal: io.signal });
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw writeError(path.dirname(file), error);
  }
}
