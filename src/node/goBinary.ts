// Whether a program is written in Go. In: the path of an ELF file. Out: true or false, undefined where it cannot be
// told (not ELF, not readable, no section names). Reads the section table only, some KiB of however large a binary.
// Source: Go's linker writes a section `.go.buildinfo` since 1.13 (src/debug/buildinfo), with -s -w too.

import { type FileHandle, open } from 'node:fs/promises';
import { sectionsOf } from './elfSections';

export async function isGoBinary(file: string): Promise<boolean | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    return (await sectionsOf(handle))?.some(({ name }) => name === '.go.buildinfo');
  } catch {
    return undefined;
  } finally {
    await handle?.close().catch(() => undefined);
  }
}
