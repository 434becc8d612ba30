// The samples of a merged profile. In: samples of each profile in turn. Out: one sample for each distinct stack and
// label set, with summed values. Invariants, from google/pprof profile/merge.go: labels are equal as sets of keys with
// their values in order; samples without any value are not taken; the labels kept are those of the first sample.

import type { MergedTables, TableMap } from './mergeTables';
import type { GoroutineColumns, LabelColumns, Profile, SampleColumns } from './profile';

export class MergedSamples {
  private count = 0;
  private stackOffset = new Uint32Array(1 << 10);
  private stackLocation = new Int32Array(1 << 12);
  private values: Float64Array[];
  private labelSet = new Int32Array(1 << 10);
  private slots = new Int32Array(1 << 11);
  /** Label sets by their canonical text; set 0 is empty. */
  private readonly sets = new Map<string, number>([['', 0]]);
  private readonly setRows: (readonly LabelRow[])[] = [[]];
  /** For each profile: where its samples went, -1 for nowhere. */
  private readonly moved: Int32Array[] = [];

  constructor(
    private readonly tables: MergedTables,
    types: number,
  ) {
    this.values = Array.from({ length: types }, () => new Float64Array(1 << 10));
  }

  add(profile: Profile, map: TableMap): void {
    const { samples } = profile;
    const moved = new Int32Array(samples.count).fill(-1);
    this.moved.push(moved);
    for (let i = 0; i < samples.count; i++) {
      if (samples.values.every((column) => column[i] === 0)) continue;
      const row = this.row(profile, map, i);
      moved[i] = row;
      for (let t = 0; t < this.values.length; t++) this.values[t][row] += samples.values[t][i];
    }
  }

  /** Whether some sample's values cancelled out. */
  get hasZeros(): boolean {
    for (let i = 0; i < this.count; i++) if (this.values.every((column) => column[i] === 0)) return true;
    return false;
  }

  private row(profile: Profile, map: TableMap, i: number): number {
    const { samples } = profile;
    const length = samples.stackOffset[i + 1] - samples.stackOffset[i];
    const at = this.stackOffset[this.count];
    while (at + length > this.stackLocation.length) this.stackLocation = doubled(this.stackLocation, Int32Array);
    // Written where it would stay; forgotten if the stack is known.
    const set = this.setOf(profile, i);
    let hash = set;
    for (let k = 0; k < length; k++) {
      const row = this.tables.locationRow(map, samples.stackLocation[samples.stackOffset[i] + k]);
      this.stackLocation[at + k] = row;
      hash = Math.imul(hash ^ row, 0x01000193);
      hash ^= hash >>> 13;
    }
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (let s = this.slots[slot]; s !== 0; s = this.slots[slot]) {
      if (this.isSame(s - 1, at, length, set)) return s - 1;
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = this.count + 1;
    return this.append(at + length, set);
  }

  private isSame(row: number, at: number, length: number, set: number): boolean {
    const begin = this.stackOffset[row];
    if (this.labelSet[row] !== set || this.stackOffset[row + 1] - begin !== length) return false;
    for (let k = 0; k < length; k++) if (this.stackLocation[begin + k] !== this.stackLocation[at + k]) return false;
    return true;
  }

  private append(end: number, set: number): number {
    const row = this.count++;
    if (this.count + 1 >= this.stackOffset.length) {
      this.stackOffset = doubled(this.stackOffset, Uint32Array);
      this.labelSet = doubled(this.labelSet, Int32Array);
      this.values = this.values.map((column) => doubled(column, Float64Array));
    }
    this.labelSet[row] = set;
    this.stackOffset[row + 1] = end;
    if (this.count * 2 > this.slots.length) this.rehash();
    return row;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let row = 0; row < this.count; row++) {
      let hash = this.labelSet[row];
      for (let k = this.stackOffset[row]; k < this.stackOffset[row + 1]; k++) {
        hash = Math.imul(hash ^ this.stackLocation[k], 0x01000193);
        hash ^= hash >>> 13;
      }
      let slot = (hash ^ (hash >>> 16)) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = row + 1;
    }
  }

  private setOf(profile: Profile, i: number): number {
    const { labelOffset } = profile.samples;
    if (labelOffset[i] === labelOffset[i + 1]) return 0;
    const rows = this.labelRows(profile, labelOffset[i], labelOffset[i + 1]);
    const key = canonical(rows);
    let set = this.sets.get(key);
    if (set === undefined) {
      set = this.setRows.push(rows) - 1;
      this.sets.set(key, set);
    }
    return set;
  }

  private labelRows({ labels, strings }: Profile, begin: number, end: number): readonly LabelRow[] {
    const rows: LabelRow[] = [];
    for (let k = begin; k < end; k++) {
      const isText = labels.text[k] >= 0;
      if (!isText && labels.number[k] === 0n && labels.unit[k] === 0) continue; // No label at all, see refine/labels.
      rows.push({
        key: this.tables.string(strings.text(labels.key[k])),
        text: isText ? this.tables.string(strings.text(labels.text[k])) : -1,
        number: isText ? 0n : labels.number[k],
        unit: isText ? 0 : this.tables.string(strings.text(labels.unit[k])),
      });
    }
    return rows;
  }

  columns(): { readonly samples: SampleColumns; readonly labels: LabelColumns } {
    const { count } = this;
    const rows: LabelRow[] = [];
    const labelOffset = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) {
      for (const row of this.setRows[this.labelSet[i]]) rows.push(row);
      labelOffset[i + 1] = rows.length;
    }
    return {
      samples: {
        count,
        stackOffset: this.stackOffset.slice(0, count + 1),
        stackLocation: this.stackLocation.slice(0, this.stackOffset[count]),
        values: this.values.map((column) => column.slice(0, count)),
        labelOffset,
      },
      labels: {
        count: rows.length,
        key: Int32Array.from(rows, (row) => row.key),
        text: Int32Array.from(rows, (row) => row.text),
        number: BigInt64Array.from(rows, (row) => row.number),
        unit: Int32Array.from(rows, (row) => row.unit),
      },
    };
  }

  /** The goroutines of all dumps among the profiles; undefined where there are none. */
  goroutines(profiles: readonly Profile[], maps: readonly TableMap[]): GoroutineColumns | undefined {
    if (profiles.every((profile) => profile.goroutines === undefined)) return undefined;
    const rows = profiles.flatMap(({ goroutines: g, strings }, p) =>
      Array.from({ length: g?.count ?? 0 }, (_, i) => ({
        id: g!.id[i],
        sample: this.moved[p][g!.sample[i]],
        state: this.tables.string(strings.text(g!.state[i])),
        waitMinutes: g!.waitMinutes[i],
        createdBy: g!.createdBy[i] < 0 ? -1 : this.tables.locationRow(maps[p], g!.createdBy[i]),
        parent: g!.parent[i],
        flags: g!.flags[i],
      })),
    );
    const kept = rows.filter((row) => row.sample >= 0);
    return {
      count: kept.length,
      id: Float64Array.from(kept, (row) => row.id),
      sample: Int32Array.from(kept, (row) => row.sample),
      state: Int32Array.from(kept, (row) => row.state),
      waitMinutes: Int32Array.from(kept, (row) => row.waitMinutes),
      createdBy: Int32Array.from(kept, (row) => row.createdBy),
      parent: Float64Array.from(kept, (row) => row.parent),
      flags: Uint8Array.from(kept, (row) => row.flags),
    };
  }
}

/** Strings by their row in the merged table. */
interface LabelRow {
  readonly key: number;
  readonly text: number;
  readonly number: bigint;
  readonly unit: number;
}

/** Keys in any order, values of one key in theirs; the units of a key count if it has any. */
function canonical(rows: readonly LabelRow[]): string {
  const byKey = new Map<string, string[]>();
  for (const { key, text, number, unit } of rows) {
    const kind = text >= 0 ? `t${key}` : `n${key}`;
    const value = text >= 0 ? String(text) : `${number}/${unit}`;
    const values = byKey.get(kind);
    if (values === undefined) byKey.set(kind, [value]);
    else values.push(value);
  }
  return [...byKey]
    .map(([kind, values]) => `${kind}=${values.join()}`)
    .sort()
    .join(' ');
}

function doubled<T extends Int32Array | Uint32Array | Float64Array>(column: T, make: new (length: number) => T): T {
  const out = new make(column.length * 2);
  out.set(column);
  return out;
}
