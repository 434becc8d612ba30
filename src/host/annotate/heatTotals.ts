// Line totals of profiles, off the beaten path of the host's thread. In: a profile and a sample type. Out: the table
// of its lines and their totals. Invariants: computed once for a profile and type, so the same input gives the same
// object; in slices, so that nothing else waits longer than one of them.

import { buildLineTable, type LineTable, type LineTotals, LineTotalsPass } from '../../core/analyze/lineTotals';
import type { Profile } from '../../core/profile/profile';

export interface ProfileHeat {
  readonly table: LineTable;
  readonly totals: LineTotals;
}

/** About 5 ms at a depth of 20 frames. */
const samplesInSlice = 30_000;

export class HeatTotals {
  private readonly tables = new WeakMap<Profile, LineTable>();
  private readonly heats = new WeakMap<Profile, Map<number, Promise<ProfileHeat>>>();

  of(profile: Profile, sampleType: number): Promise<ProfileHeat> {
    const heats = this.heats.get(profile) ?? new Map<number, Promise<ProfileHeat>>();
    const heat = heats.get(sampleType) ?? this.compute(profile, sampleType);
    this.heats.set(profile, heats.set(sampleType, heat));
    return heat;
  }

  /** The lines alone: they are known before any total. */
  table(profile: Profile): LineTable {
    let table = this.tables.get(profile);
    if (table === undefined) this.tables.set(profile, (table = buildLineTable(profile)));
    return table;
  }

  private async compute(profile: Profile, sampleType: number): Promise<ProfileHeat> {
    const table = this.table(profile);
    const totals = new LineTotalsPass(profile, table, profile.samples.values[sampleType]);
    while (!totals.advance(samplesInSlice)) await pause();
    return { table, totals };
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
