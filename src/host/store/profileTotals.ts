// What lines and files of profiles cost, as the page shows them. In: a profile and a view of it. Out: tables and their
// totals. Invariants: computed once for a profile and what of the view matters, so the same input gives the same
// object; in slices, so that nothing else waits longer than one of them; the newest few are kept.

import { measure, totalOf } from '../../core/analyze/measure';
import { ownCode } from '../../core/analyze/refine/ownCode';
import { SampleFilter } from '../../core/analyze/refine/sampleFilter';
import { LineNeighboursPass, type Neighbours } from '../../core/analyze/lineNeighbours';
import {
  buildFileTable,
  buildLineTable,
  type FileTable,
  type LineTable,
  type LineTotals,
  LineTotalsPass,
  type RowTable,
} from '../../core/analyze/lineTotals';
import { isDifference } from '../../core/profile/diff';
import type { Profile } from '../../core/profile/profile';
import type { ViewState } from '../../protocol/messages';
import { inSlices } from '../slices';

/** What of a view decides which samples count. */
export type CountedView = Pick<ViewState, 'sampleType' | 'zoom' | 'refine'>;

export interface Costs<Table extends RowTable> {
  readonly table: Table;
  readonly totals: LineTotals;
  /** What shares refer to, whatever the view: all samples, in a difference those of the base (pprof's rule). */
  readonly whole: number;
}

interface Known {
  readonly whole: Map<number, number>;
  isDifference?: boolean;
  lines?: LineTable;
  files?: FileTable;
  readonly totals: Map<string, Promise<LineTotals>>;
}

/** Sample types of one profile, before and after a refinement. */
const maxKept = 24;

export class ProfileTotals {
  private readonly known = new WeakMap<Profile, Known>();

  async lines(profile: Profile, view: CountedView): Promise<Costs<LineTable>> {
    const table = this.lineTable(profile);
    const totals = await this.totals(profile, 'lines', table, view);
    return { table, totals, whole: this.whole(profile, view.sampleType) };
  }

  async files(profile: Profile, view: CountedView): Promise<Costs<FileTable>> {
    const known = this.of(profile);
    const table = (known.files ??= buildFileTable(profile));
    const totals = await this.totals(profile, 'files', table, view);
    return { table, totals, whole: this.whole(profile, view.sampleType) };
  }

  /** By FunctionIndex. */
  functions(profile: Profile, view: CountedView): Promise<LineTotals> {
    const table = { count: profile.functions.count, rowOfLine: profile.locations.lineFunction };
    return this.totals(profile, 'functions', table, view);
  }

  /** Lines of code that is not of the standard library: a call into that counts for the line that made it. */
  async ownLines(profile: Profile, view: CountedView, isForeign: Uint8Array): Promise<Costs<LineTable>> {
    const table = this.lineTable(profile);
    const values = profile.samples.values[view.sampleType];
    const pass = new LineTotalsPass(profile, table, values, ownCode(profile, isForeign, filterOf(profile, view)));
    await inSlices(pass);
    return { table, totals: pass, whole: this.whole(profile, view.sampleType) };
  }

  /** Whether it is a profile less another one: then values have a sign. */
  isDifference(profile: Profile): boolean {
    const known = this.of(profile);
    return (known.isDifference ??= isDifference(profile));
  }

  private whole(profile: Profile, sampleType: number): number {
    const { whole } = this.of(profile);
    const known = whole.get(sampleType) ?? totalOf(profile, measure(profile, { sampleIndex: String(sampleType) }));
    whole.set(sampleType, known);
    return known;
  }

  /** The lines alone: they are known before any total. */
  lineTable(profile: Profile): LineTable {
    const known = this.of(profile);
    return (known.lines ??= buildLineTable(profile));
  }

  async neighbours(profile: Profile, view: CountedView, rows: readonly number[], limit: number): Promise<Neighbours> {
    const values = profile.samples.values[view.sampleType];
    const pass = new LineNeighboursPass(profile, this.lineTable(profile), rows, values, filterOf(profile, view));
    await inSlices(pass);
    return pass.result(limit);
  }

  private totals(profile: Profile, kind: string, table: RowTable, view: CountedView): Promise<LineTotals> {
    const { totals } = this.of(profile);
    const key = JSON.stringify([kind, view.sampleType, view.zoom, view.refine]);
    const known = totals.get(key) ?? this.compute(profile, table, view);
    totals.delete(key);
    totals.set(key, known);
    for (const oldest of totals.keys()) {
      if (totals.size <= maxKept) break;
      totals.delete(oldest);
    }
    return known;
  }

  private async compute(profile: Profile, table: RowTable, view: CountedView): Promise<LineTotals> {
    const values = profile.samples.values[view.sampleType];
    const pass = new LineTotalsPass(profile, table, values, filterOf(profile, view));
    await inSlices(pass);
    return pass;
  }

  private of(profile: Profile): Known {
    let known = this.known.get(profile);
    if (known === undefined) this.known.set(profile, (known = { whole: new Map(), totals: new Map() }));
    return known;
  }
}

function filterOf(profile: Profile, { zoom, refine }: CountedView): SampleFilter | undefined {
  const isWhole = zoom.length === 0 && Object.values(refine).every((text) => text === '');
  return isWhole ? undefined : new SampleFilter(profile, refine, zoom);
}
