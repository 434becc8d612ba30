// Which samples a view shows, one at a time: the same as refining the profile and zooming its tree, for those who go
// through the samples in parts. In: a profile, filters with pprof's names, and the functions from the root to a zoomed
// box. Out: an answer for each sample and each line. Invariants: agrees with `refine` on the samples it keeps; what is
// hidden is no part of the way to the zoomed box; nothing is done for samples before they are asked for.

import type { CountedSamples } from '../lineTotals';
import type { Profile } from '../../profile/profile';
import { isKept, markByName, type NameMarks } from './focus';
import { compileFilters, type Filters, type RefineOptions } from './refine';

/** Filters that keep stacks as they are but for lines that are not shown. */
export type SampleFilterOptions = Pick<RefineOptions, 'focus' | 'ignore' | 'hide' | 'show' | 'tagFocus' | 'tagIgnore'>;

export class SampleFilter implements CountedSamples {
  private readonly filters: Filters;
  private readonly marks: NameMarks | undefined;
  /** StringIndex of the functions' names, from the root. */
  private readonly zoom: readonly number[];

  /** @throws UserError `bad-pattern` */
  constructor(
    private readonly profile: Profile,
    options: SampleFilterOptions,
    zoom: readonly number[] = [],
  ) {
    this.filters = compileFilters(profile, options).filters;
    this.marks = markByName(profile, this.filters);
    this.zoom = zoom.map((f) => profile.functions.name[f] ?? -1);
  }

  get keepLine(): Uint8Array | undefined {
    return this.marks?.keepLine;
  }

  get hidden(): Uint8Array | undefined {
    return this.marks?.hidden;
  }

  keeps(sample: number): boolean {
    if (this.marks !== undefined && !isKept(this.profile, this.marks, sample)) return false;
    return this.hasTags(sample) && this.isBelowZoom(sample);
  }

  private hasTags(sample: number): boolean {
    const { tagFocus, tagIgnore } = this.filters;
    const { labelOffset } = this.profile.samples;
    const [first, last] = [labelOffset[sample], labelOffset[sample + 1]];
    if (tagFocus?.matches(this.profile, first, last) === false) return false;
    return tagIgnore?.matches(this.profile, first, last) !== true;
  }

  private isBelowZoom(sample: number): boolean {
    const { zoom, keepLine, profile } = this;
    if (zoom.length === 0) return true;
    const { stackOffset, stackLocation } = profile.samples;
    const { lineOffset, lineFunction } = profile.locations;
    let depth = 0;
    for (let i = stackOffset[sample + 1] - 1; i >= stackOffset[sample]; i--) {
      const location = stackLocation[i];
      for (let l = lineOffset[location + 1] - 1; l >= lineOffset[location]; l--) {
        if (keepLine !== undefined && keepLine[l] === 0) continue;
        const f = lineFunction[l];
        if (f < 0 || profile.functions.name[f] !== zoom[depth]) return false;
        if (++depth === zoom.length) return true;
      }
    }
    return false;
  }
}
