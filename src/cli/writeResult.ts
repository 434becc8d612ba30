// A result as a file. In: bytes and where to. Out: the file, whole. Invariants: the file is there whole or as it was
// before (a temporary file beside it takes its name at the end); `-` is standard output.

import { randomBytes } from 'node:crypto';
import { rename, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
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
  const temporary = path.join(path.dirname(out), `.heatline-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, bytes, { flag: 'wx', signal: io.signal });
    await rename(temporary, out);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw writeError(path.dirname(out), error);
  }
}
