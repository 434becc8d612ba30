// Whether two profiles say the same. In: a profile, and what became of it. Out: nothing, or an AssertionError that names
// the column. Invariant: columns are compared by their bytes (comparing plain objects takes a hundred times as long);
// the second may have strings behind those of the first.

import assert from 'node:assert/strict';
import type { Profile } from '../../src/core/profile/profile';

export function assertSame(before: Profile, after: Profile, what: string): void {
  const { samples: s, strings } = before;
  for (const table of ['functions', 'locations', 'mappings'] as const) {
    columns(before[table], after[table], `${what}: ${table}`);
  }
  // An empty text is another string than the first, which would say that the label is a number.
  const text = after.labels.text.map((index) => (index > 0 && after.strings.text(index) === '' ? 0 : index));
  const own = before.labels.text.map((index) => (index > 0 && strings.text(index) === '' ? 0 : index));
  columns({ ...before.labels, text: own }, { ...after.labels, text }, `${what}: labels`);
  columns({ ...s, values: 0 }, { ...after.samples, values: 0 }, `${what}: samples`);
  columns(s.values, after.samples.values, `${what}: values`);
  const length = strings.bytes.length;
  columns(
    { bytes: strings.bytes, offsets: strings.offsets },
    {
      bytes: after.strings.bytes.subarray(0, length),
      offsets: after.strings.offsets.subarray(0, strings.offsets.length),
    },
    `${what}: strings`,
  );
  assert.deepEqual(headOf(after), headOf(before), what);
}

function headOf(p: Profile): unknown {
  const types = [p.sampleTypes, p.defaultSampleType, p.periodType, p.period];
  return [types, p.timeNanos, p.durationNanos, p.comments, p.docUrl, p.dropFrames, p.keepFrames];
}

function columns(before: object, after: object, what: string): void {
  for (const [name, column] of Object.entries(before)) {
    const other = (after as Record<string, unknown>)[name];
    const same =
      ArrayBuffer.isView(column) && ArrayBuffer.isView(other)
        ? Buffer.compare(bytesOf(column), bytesOf(other)) === 0
        : Object.is(column, other);
    if (!same) assert.deepEqual(other, column, `${what}.${name}`);
  }
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
