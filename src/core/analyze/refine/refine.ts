// The refinement of a profile: what `go tool pprof` does between reading and reporting.
// In: a profile and the options a user gave. Out: a Profile again, so that every analysis works on it and
// refinements compose; it shares each column that did not change. Invariants: order and rules are pprof's
// (internal/driver/driver.go generateRawReport, driver_focus.go applyFocus): the profile's own drop_frames,
// tagroot and tagleaf, focus/ignore/hide/show, show_from, tagfocus/tagignore, tagshow/taghide, prune_from.
//
// pprof takes percentages from the samples before the filters; `totalOf(measure(profile), …)` of measure.ts on
// the profile given here, not on the result, is that total.

import { UserError } from '../../../base/userError';
import type { Profile, Warning } from '../../profile/profile';
import { filterByName } from './focus';
import { numericUnits } from './labels';
import { dropUninteresting, pruneFrom } from './prune';
import { Pattern } from './re2';
import { PatternError } from './re2Reader';
import { showFrom } from './showFrom';
import { addTagFrames } from './tagFrames';
import { parseTagFilter, type TagFilter } from './tagFilter';
import { filterByTag, showTags } from './tags';

/** Names, patterns and meaning as in `go tool pprof`; '' and undefined mean "not given". */
export interface RefineOptions {
  readonly focus?: string | undefined;
  readonly ignore?: string | undefined;
  readonly hide?: string | undefined;
  readonly show?: string | undefined;
  readonly showFrom?: string | undefined;
  readonly pruneFrom?: string | undefined;
  readonly tagFocus?: string | undefined;
  readonly tagIgnore?: string | undefined;
  readonly tagShow?: string | undefined;
  readonly tagHide?: string | undefined;
  /** Label keys, comma-separated, the first one outermost. */
  readonly tagRoot?: string | undefined;
  /** Label keys, comma-separated, the last one innermost. */
  readonly tagLeaf?: string | undefined;
  /** Unit for numbers in frames made of labels; default `minimum`. */
  readonly unit?: string | undefined;
}

export interface Refined {
  readonly profile: Profile;
  /** `unmatched` for an expression that matched no samples, and the like. */
  readonly warnings: readonly Warning[];
}

/**
 * @throws UserError `bad-pattern` for an expression Go's regexp package refuses; the sentence names the option
 */
export function refine(profile: Profile, options: RefineOptions): Refined {
  const framed = addFrames(profile, options);
  const filtered = applyFilters(framed.profile, options);
  return { profile: filtered.profile, warnings: [...framed.warnings, ...filtered.warnings] };
}

/** The part before the filters: the profile's own drop_frames, then tagroot and tagleaf. */
export function addFrames(profile: Profile, options: RefineOptions): Refined {
  const warnings: Warning[] = [];
  const interesting = dropUninteresting(profile);
  if (interesting.problem !== undefined) {
    const message = `The profile's own drop_frames are ignored, they are no pattern: ${interesting.problem.message}.`;
    warnings.push({ code: 'drop-frames', message });
  }
  const root = options.tagRoot ?? '';
  const leaf = options.tagLeaf ?? '';
  const tagged = addTagFrames(interesting.profile, root, leaf, options.unit ?? 'minimum');
  if (root !== '' && !tagged.rootMatched) warnings.push(unmatched('TagRoot'));
  if (leaf !== '' && !tagged.leafMatched) warnings.push(unmatched('TagLeaf'));
  return { profile: tagged.profile, warnings };
}

/** The filters alone, in pprof's order. */
export function applyFilters(profile: Profile, options: RefineOptions): Refined {
  const { filters, warnings } = compileFilters(profile, options);
  const warnUnless = (matched: boolean, option: string): void => {
    if (!matched) warnings.push(unmatched(option));
  };
  const named = filterByName(profile, filters);
  for (const name of named.unmatched) warnUnless(false, optionTitles[name]);
  let result = named.profile;
  if (filters.showFrom !== undefined) {
    const shown = showFrom(result, filters.showFrom);
    warnUnless(shown.matched, 'ShowFrom');
    result = shown.profile;
  }
  const tagged = filterByTag(result, filters.tagFocus, filters.tagIgnore);
  warnUnless(filters.tagFocus === undefined || tagged.focusMatched, 'TagFocus');
  warnUnless(filters.tagIgnore === undefined || tagged.ignoreMatched, 'TagIgnore');
  const labelled = showTags(tagged.profile, filters.tagShow, filters.tagHide);
  warnUnless(filters.tagShow === undefined || labelled.showMatched, 'TagShow');
  warnUnless(filters.tagHide === undefined || labelled.hideMatched, 'TagHide');
  result = labelled.profile;
  return { profile: filters.pruneFrom === undefined ? result : pruneFrom(result, filters.pruneFrom), warnings };
}

/** The expressions of a refinement, ready to use. */
export interface Filters {
  readonly focus: Pattern | undefined;
  readonly ignore: Pattern | undefined;
  readonly hide: Pattern | undefined;
  readonly show: Pattern | undefined;
  readonly showFrom: Pattern | undefined;
  readonly pruneFrom: Pattern | undefined;
  readonly tagFocus: TagFilter | undefined;
  readonly tagIgnore: TagFilter | undefined;
  readonly tagShow: Pattern | undefined;
  readonly tagHide: Pattern | undefined;
}

/** Everything is compiled before anything is done, so that a mistake costs no time. */
export function compileFilters(
  profile: Profile,
  options: RefineOptions,
): { readonly filters: Filters; readonly warnings: Warning[] } {
  const warnings: Warning[] = [];
  const tag = compileTagFilters(profile, options, warnings);
  return {
    warnings,
    filters: {
      focus: compile('focus', options.focus),
      ignore: compile('ignore', options.ignore),
      hide: compile('hide', options.hide),
      show: compile('show', options.show),
      showFrom: compile('show_from', options.showFrom),
      pruneFrom: compile('prune_from', options.pruneFrom),
      tagFocus: tag.focus,
      tagIgnore: tag.ignore,
      tagShow: compile('tagshow', options.tagShow),
      tagHide: compile('taghide', options.tagHide),
    },
  };
}

export const optionTitles = { focus: 'Focus', ignore: 'Ignore', hide: 'Hide', show: 'Show' } as const;

export function unmatched(option: string): Warning {
  return { code: 'unmatched', message: `${option} expression matched no samples` };
}

function compileTagFilters(
  profile: Profile,
  options: RefineOptions,
  warnings: Warning[],
): { readonly focus: TagFilter | undefined; readonly ignore: TagFilter | undefined } {
  if ((options.tagFocus ?? '') === '' && (options.tagIgnore ?? '') === '')
    return { focus: undefined, ignore: undefined };
  const units = numericUnits(profile);
  const make = (name: string, text: string | undefined): TagFilter | undefined => {
    if (text === undefined || text === '') return undefined;
    const filter = explained(name, text, () => parseTagFilter(text, units));
    if (filter.kind === 'range') {
      const value = text.slice(text.indexOf('=') + 1);
      warnings.push({ code: 'tag-range', message: `${name}: interpreted '${value}' as range, not regexp` });
    }
    return filter;
  };
  return { focus: make('tagfocus', options.tagFocus), ignore: make('tagignore', options.tagIgnore) };
}

/** A pattern given for an option; undefined where it was not given. */
export function compile(option: string, text: string | undefined): Pattern | undefined {
  return text === undefined || text === '' ? undefined : explained(option, text, () => new Pattern(text));
}

function explained<T>(option: string, text: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new UserError(
      'bad-pattern',
      `"${text}" is not an expression for ${option}: ${error.message}.`,
      'Expressions are those of Go (https://go.dev/s/re2syntax), without look-around and back references.',
      { cause: error },
    );
  }
}
