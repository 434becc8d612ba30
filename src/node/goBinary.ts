// Whether a program is written in Go. In: the path of an ELF file. Out: true or false, undefined where it cannot be
// told (not ELF, not readable, no section names). Reads the section table only, some KiB of however large a binary.
// Source: Go's linker writes a section `.go.buildinfo` since 1.13 (src/debug/buildinfo), with -s -w too.

import { type FileHandle, open } from 'node:fs/promises';

export async function isGoBinary(file: string): Promise<boolean | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const names = await sectionNames(handle);
    return names?.includes('.go.buildinfo');
  } catch {
    return undefined;
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** 64-bit little-endian ELF only: every machine that VS Code runs on. */
async function sectionNames(handle: FileHandle): Promise<readonly string[] | undefined> {
  const header = await bytesAt(handle, 0, 64);
  if (header.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') return undefined;
  const tableAt = Number(header.readBigUInt64LE(0x28));
  const entrySize = header.readUInt16LE(0x3a);
  const count = header.readUInt16LE(0x3c);
  const namesIndex = header.readUInt16LE(0x3e);
  if (tableAt === 0 || entrySize < 64 || count === 0 || namesIndex >= count) return undefined;
  const table = await bytesAt(handle, tableAt, entrySize * count);
  const namesEntry = namesIndex * entrySize;
  const namesAt = Number(table.readBigUInt64LE(namesEntry + 0x18));
  const namesSize = Number(table.readBigUInt64LE(namesEntry + 0x20));
  if (namesSize > 2 ** 20) return undefined;
  return (await bytesAt(handle, namesAt, namesSize)).toString('latin1').split('\0');
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead < length) throw new RangeError('file ends early');
  return buffer;
}
