// A file that is there whole or not at all, and never instead of another. In: a path, bytes. Out: true, or false when
// the name is taken. Invariants: an existing file is never touched; a crash leaves at most a hidden `.heatline-…tmp`,
// which nothing reads; when the promise resolves the bytes are on the disk.

import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './fileErrors';

/** File systems without hard links (FAT, some network mounts) say one of these. */
const noLinkCodes = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL'];

/** Throws what node:fs throws; the folder must exist. */
export async function writeNewFile(file: string, bytes: Uint8Array): Promise<boolean> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.heatline-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeThrough(temporary, bytes);
    return await giveName(temporary, file);
  } finally {
    await unlink(temporary).catch(() => undefined);
    await syncFolder(folder);
  }
}

async function writeThrough(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o644);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `link` fails where the name exists, which `rename` does not. */
async function giveName(temporary: string, file: string): Promise<boolean> {
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!noLinkCodes.includes(errorCode(error))) throw error;
  }
  let reserved: FileHandle;
  try {
    reserved = await open(file, 'wx');
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  await reserved.close();
  await rename(temporary, file); // Over our own empty file.
  return true;
}

/** So that the new name survives a power cut too. Windows cannot, and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // The file itself is on the disk.
  } finally {
    await handle?.close().catch(() => undefined);
  }
}
