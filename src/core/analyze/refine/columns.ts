// The three cuts every filter is made of: lines of locations, frames of stacks, whole samples.
// In: a profile and flags. Out: a profile that shares every column the cut does not touch.
// Invariant: functions, mappings and locations keep their indices; only samples and labels are renumbered.

import type { GoroutineColumns, LabelColumns, LocationColumns, Profile, SampleColumns } from '../../profile/profile';

/** Drops lines of locations. @param keep by line index, 1 to keep */
export function keepLines(locations: LocationColumns, keep: Uint8Array): LocationColumns {
  const lineOffset = new Uint32Array(locations.count + 1);
  const kept = countOnes(keep);
  if (kept === keep.length) return locations;
  const lineFunction = new Int32Array(kept);
  const lineNumber = new Int32Array(kept);
  const lineColumn = new Int32Array(kept);
  let next = 0;
  for (let l = 0; l < locations.count; l++) {
    for (let q = locations.lineOffset[l]; q < locations.lineOffset[l + 1]; q++) {
      if (keep[q] === 0) continue;
      lineFunction[next] = locations.lineFunction[q];
      lineNumber[next] = locations.lineNumber[q];
      lineColumn[next++] = locations.lineColumn[q];
    }
    lineOffset[l + 1] = next;
  }
  return { ...locations, lineOffset, lineFunction, lineNumber, lineColumn };
}

export interface StackCut {
  /** By SampleIndex: first entry of `stackLocation` to keep. Default: the leaf. */
  readonly begin?: Uint32Array | undefined;
  /** By SampleIndex: behind the last entry to keep. Default: the root. */
  readonly end?: Uint32Array | undefined;
  /** By LocationIndex: 1 to leave it out of every stack. */
  readonly hidden?: Uint8Array | undefined;
  /** By SampleIndex: 1 to keep the sample. Default: all. */
  readonly keep?: Uint8Array | undefined;
}

/** Shortens stacks and drops samples in one pass. */
export function cutStacks(profile: Profile, cut: StackCut): Profile {
  const { samples } = profile;
  const { hidden, keep } = cut;
  const begin = cut.begin ?? samples.stackOffset;
  const end = cut.end ?? samples.stackOffset.subarray(1);
  const count = keep === undefined ? samples.count : countOnes(keep);
  const stackOffset = new Uint32Array(count + 1);
  const stackLocation = new Int32Array(entriesKept(samples.count, begin, end, keep));
  let next = 0;
  let row = 0;
  for (let i = 0; i < samples.count; i++) {
    if (keep?.[i] === 0) continue;
    if (hidden === undefined) {
      next = copyEntries(samples.stackLocation, begin[i], end[i], stackLocation, next);
    } else {
      next = copyShown(samples.stackLocation, begin[i], end[i], hidden, stackLocation, next);
    }
    stackOffset[++row] = next;
  }
  const shortened: SampleColumns = {
    ...samples,
    stackOffset,
    stackLocation: next === stackLocation.length ? stackLocation : stackLocation.slice(0, next),
  };
  const result = { ...profile, samples: shortened };
  return keep === undefined || count === samples.count ? result : keepRows(result, keep, count);
}

function entriesKept(count: number, begin: Uint32Array, end: Uint32Array, keep: Uint8Array | undefined): number {
  let sum = 0;
  for (let i = 0; i < count; i++) if (keep === undefined || keep[i] === 1) sum += end[i] - begin[i];
  return sum;
}

/** Stacks are short: a loop is faster than making a view of each. */
function copyEntries(from: Int32Array, begin: number, end: number, to: Int32Array, at: number): number {
  let next = at;
  for (let k = begin; k < end; k++) to[next++] = from[k];
  return next;
}

function copyShown(
  from: Int32Array,
  begin: number,
  end: number,
  hidden: Uint8Array,
  to: Int32Array,
  at: number,
): number {
  let next = at;
  for (let k = begin; k < end; k++) {
    const location = from[k];
    to[next] = location;
    next += 1 - hidden[location];
  }
  return next;
}

/** Drops samples with everything that belongs to them; stacks are done already. */
function keepRows(profile: Profile, keep: Uint8Array, count: number): Profile {
  const { samples, goroutines } = profile;
  const newRow = new Int32Array(keep.length).fill(-1);
  let row = 0;
  for (let i = 0; i < keep.length; i++) if (keep[i] === 1) newRow[i] = row++;
  const values = samples.values.map((column) => {
    const out = new Float64Array(count);
    for (let i = 0; i < keep.length; i++) if (keep[i] === 1) out[newRow[i]] = column[i];
    return out;
  });
  const keepLabel = new Uint8Array(profile.labels.count);
  for (let i = 0; i < keep.length; i++) {
    if (keep[i] === 1) keepLabel.fill(1, samples.labelOffset[i], samples.labelOffset[i + 1]);
  }
  const labelled = keepLabels(profile, keepLabel);
  const labelOffset = new Uint32Array(count + 1);
  for (let i = 0; i < keep.length; i++) {
    if (keep[i] === 1) labelOffset[newRow[i] + 1] = labelled.samples.labelOffset[i + 1];
  }
  return {
    ...labelled,
    samples: { ...samples, count, values, labelOffset },
    ...(goroutines === undefined ? {} : { goroutines: goroutinesOf(goroutines, newRow) }),
  };
}

/** Drops labels. @param keep by label index, 1 to keep */
export function keepLabels(profile: Profile, keep: Uint8Array): Profile {
  const { labels, samples } = profile;
  const count = countOnes(keep);
  if (count === labels.count) return profile;
  const out = {
    count,
    key: new Int32Array(count),
    text: new Int32Array(count),
    number: new BigInt64Array(count),
    unit: new Int32Array(count),
  } satisfies LabelColumns;
  const labelOffset = new Uint32Array(samples.count + 1);
  let next = 0;
  for (let i = 0; i < samples.count; i++) {
    for (let k = samples.labelOffset[i]; k < samples.labelOffset[i + 1]; k++) {
      if (keep[k] === 0) continue;
      out.key[next] = labels.key[k];
      out.text[next] = labels.text[k];
      out.number[next] = labels.number[k];
      out.unit[next++] = labels.unit[k];
    }
    labelOffset[i + 1] = next;
  }
  return { ...profile, labels: out, samples: { ...samples, labelOffset } };
}

function goroutinesOf(g: GoroutineColumns, newRow: Int32Array): GoroutineColumns {
  const rows: number[] = [];
  for (let i = 0; i < g.count; i++) if (newRow[g.sample[i]] >= 0) rows.push(i);
  return {
    count: rows.length,
    id: Float64Array.from(rows, (i) => g.id[i]),
    sample: Int32Array.from(rows, (i) => newRow[g.sample[i]]),
    state: Int32Array.from(rows, (i) => g.state[i]),
    waitMinutes: Int32Array.from(rows, (i) => g.waitMinutes[i]),
    createdBy: Int32Array.from(rows, (i) => g.createdBy[i]),
    parent: Float64Array.from(rows, (i) => g.parent[i]),
    flags: Uint8Array.from(rows, (i) => g.flags[i]),
  };
}

export function countOnes(flags: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < flags.length; i++) sum += flags[i];
  return sum;
}
