// What lines and files of profiles cost, as the page shows them. In: a profile and a view of it. Out: tables and their
// totals. Invariants: computed once for a profile and what of the view matters, so the same input gives the same
// object; in slices, so that nothing else waits longer than one of them; the newest few are kept.

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
import type { Profile } from '../../core/profile/profile';
import type { ViewState } from '../../protocol/messages';
import { inSlices } from '../slices';

/** What of a view decides which samples count. */
export type CountedView = Pick<ViewState, 'sampleType' | 'zoom' | 'refine'>;

export interface LineCosts {
  readonly table: LineTable;
  readonly totals: LineTotals;
}

export interface FileCosts {
  readonly table: FileTable;
  readonly totals: LineTotals;
}

interface Known {
  lines?: LineTable;
  files?: FileTable;
  readonly totals: Map<string, Promise<LineTotals>>;
}

/** Sample types of one profile, before and after a refinement. */
const maxKept = 16;

export class ProfileTotals {
  private readonly known = new WeakMap<Profile, Known>();

  async lines(profile: Profile, view: CountedView): Promise<LineCosts> {
    const table = this.lineTable(profile);
    return { table, totals: await this.totals(profile, 'lines', table, view) };
  }

  async files(profile: Profile, view: CountedView): Promise<FileCosts> {
    const known = this.of(profile);
    const table = (known.files ??= buildFileTable(profile));
    return { table, totals: await this.totals(profile, 'files', table, view) };
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
    if (known === undefined) this.known.set(profile, (known = { totals: new Map() }));
    return known;
  }
}

function filterOf(profile: Profile, { zoom, refine }: CountedView): SampleFilter | undefined {
  const isWhole = zoom.length === 0 && Object.values(refine).every((text) => text === '');
  return isWhole ? undefined : new SampleFilter(profile, refine, zoom);
}
