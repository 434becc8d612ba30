// FILE or `-` to a profile, the same way for every command. In: the word of the command line. Out: the decoded
// profile; its warnings go to stderr. Invariant: every error names the file it is about.

import { readFile } from 'node:fs/promises';
import { UserError } from '../base/userError';
import { type NameForm, openProfile } from '../core/open';
import type { Decoded } from '../core/profile/profile';
import { readError } from '../node/fileErrors';
import { inflateNative } from '../node/inflate';
import type { Io } from './io';
import { withSizeAdvice } from './sizeOption';

export interface ReadProfile extends Decoded {
  /** As given; `-` for standard input. */
  readonly file: string;
  /** Size as read, before unpacking. */
  readonly bytes: number;
}

/** Throws UserError when the file cannot be read or is no profile. */
export async function readProfile(file: string, io: Io, names?: NameForm): Promise<ReadProfile> {
  const bytes = await readInput(file, io);
  let decoded: Decoded;
  try {
    decoded = openProfile(bytes, { inflate: inflateNative, maxInflatedBytes: io.maxInflatedBytes, names });
  } catch (error) {
    throw aboutFile(file, error);
  }
  for (const warning of decoded.warnings) io.note(`heatline: ${shownName(file)}: ${warning.message}`);
  return { ...decoded, file, bytes: bytes.length };
}

/** The bytes of FILE, or of standard input for `-`. */
export async function readInput(file: string, io: Io): Promise<Uint8Array> {
  if (file === '-') return io.readStdin();
  try {
    return await readFile(file, { signal: io.signal });
  } catch (error) {
    throw readError(file, error);
  }
}

export function shownName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function aboutFile(file: string, error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const { code, message, next } = withSizeAdvice(error);
  return new UserError(code, `${shownName(file)}: ${message}`, next, { cause: error });
}
