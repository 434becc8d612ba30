// More strings for a table. In: a table and texts. Out: a table that begins with the old one.
// Invariant: old strings keep their index and their bytes, also those that are not UTF-8.

import { StringTable } from './stringTable';

/** The first of `added` has the index `table.count`. */
export function withStrings(table: StringTable, added: readonly string[]): StringTable {
  const more = StringTable.from(added);
  const start = table.offsets[table.count];
  const bytes = new Uint8Array(start + more.bytes.length);
  bytes.set(table.bytes.subarray(0, start));
  bytes.set(more.bytes, start);
  const offsets = new Uint32Array(table.count + added.length + 1);
  offsets.set(table.offsets.subarray(0, table.count + 1));
  for (let i = 1; i <= added.length; i++) offsets[table.count + i] = start + more.offsets[i];
  return new StringTable(bytes, offsets);
}
