// The sections of an ELF file. In: an open file. Out: their names and places; undefined where it is no such file.
// Invariant: reads the header and the tables only. 64-bit little-endian: every machine that VS Code runs on.

import type { FileHandle } from 'node:fs/promises';

export interface Section {
  readonly name: string;
  /** In the file. */
  readonly offset: number;
  readonly size: number;
}

const maxNamesSize = 2 ** 20;

export async function sectionsOf(handle: FileHandle): Promise<readonly Section[] | undefined> {
  const header = await bytesAt(handle, 0, 64);
  if (header.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') return undefined;
  const tableAt = Number(header.readBigUInt64LE(0x28));
  const entrySize = header.readUInt16LE(0x3a);
  const count = header.readUInt16LE(0x3c);
  const namesIndex = header.readUInt16LE(0x3e);
  if (tableAt === 0 || entrySize < 64 || count === 0 || namesIndex >= count) return undefined;
  const table = await bytesAt(handle, tableAt, entrySize * count);
  const place = (i: number): { offset: number; size: number } => ({
    offset: Number(table.readBigUInt64LE(i * entrySize + 0x18)),
    size: Number(table.readBigUInt64LE(i * entrySize + 0x20)),
  });
  const { offset, size } = place(namesIndex);
  if (size > maxNamesSize) return undefined;
  const names = await bytesAt(handle, offset, size);
  return Array.from({ length: count }, (_, i) => {
    const from = table.readUInt32LE(i * entrySize);
    const end = names.indexOf(0, from);
    return { name: names.toString('latin1', from, end < 0 ? size : end), ...place(i) };
  });
}

export async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead < length) throw new RangeError('file ends early');
  return buffer;
}
