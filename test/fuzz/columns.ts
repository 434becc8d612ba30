// The model's promises (src/core/profile/profile.ts), checked anew. In: a Profile. Out: nothing, or an AssertionError.
// Invariant: trusts nothing that the decoder says about itself.

import assert from 'node:assert/strict';
import type { Profile } from '../../src/core/profile/profile';

export function checkColumns(p: Profile): void {
  const { strings, samples, locations, functions, mappings, labels } = p;
  const text = [0, strings.count] as const;
  offsets('strings', strings.offsets, strings.count, strings.bytes.length);
  assert.equal(samples.values.length, p.sampleTypes.length, 'one column of values a sample type');
  for (const column of samples.values) {
    rows('values', column, samples.count);
    assert.ok(column.every(Number.isFinite), 'finite values');
  }
  offsets('stacks', samples.stackOffset, samples.count, samples.stackLocation.length);
  within('stacks', samples.stackLocation, 0, locations.count);
  offsets('labels', samples.labelOffset, samples.count, labels.count);
  for (const column of [labels.key, labels.unit]) within('labels', rows('labels', column, labels.count), ...text);
  within('labels', rows('labels', labels.text, labels.count), -1, strings.count);
  rows('labels', labels.number, labels.count);

  for (const column of [locations.address, locations.isFolded]) rows('locations', column, locations.count);
  within('mappings', rows('locations', locations.mapping, locations.count), -1, mappings.count);
  offsets('lines', locations.lineOffset, locations.count, locations.lineFunction.length);
  within('functions', locations.lineFunction, -1, functions.count);
  for (const column of [locations.lineNumber, locations.lineColumn]) {
    rows('lines', column, locations.lineFunction.length);
  }
  for (const column of [functions.name, functions.systemName, functions.filename]) {
    within('functions', rows('functions', column, functions.count), ...text);
  }
  rows('functions', functions.startLine, functions.count);
  for (const column of [mappings.file, mappings.buildId]) {
    within('mappings', rows('mappings', column, mappings.count), ...text);
  }
  for (const column of [mappings.start, mappings.limit, mappings.offset, mappings.flags]) {
    rows('mappings', column, mappings.count);
  }

  const { goroutines } = p;
  if (goroutines === undefined) return;
  const { count } = goroutines;
  within('goroutines', rows('goroutines', goroutines.sample, count), 0, samples.count);
  within('goroutines', rows('goroutines', goroutines.state, count), ...text);
  within('goroutines', rows('goroutines', goroutines.createdBy, count), -1, locations.count);
  for (const column of [goroutines.id, goroutines.parent, goroutines.waitMinutes, goroutines.flags]) {
    rows('goroutines', column, count);
  }
}

interface Column {
  readonly length: number;
}

function rows<C extends Column>(what: string, column: C, count: number): C {
  assert.equal(column.length, count, `${what}: as many rows in every column`);
  return column;
}

function within(what: string, column: Int32Array, least: number, end: number): void {
  for (const index of column) assert.ok(index >= least && index < end, `${what}: ${index} is in [${least}, ${end})`);
}

function offsets(what: string, column: Uint32Array, count: number, end: number): void {
  assert.equal(column.length, count + 1, `${what}: one offset more than rows`);
  assert.equal(column[0], 0, `${what}: offsets start at 0`);
  for (let i = 0; i < count; i++) assert.ok(column[i] <= column[i + 1], `${what}: offsets never fall`);
  assert.equal(column[count], end, `${what}: offsets end at the end`);
}
