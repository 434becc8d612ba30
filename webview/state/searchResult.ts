// What a search found. In: a tree, its frames and what the user typed. Out: the matches, or what is wrong with the text.
// Invariant: the same text in the same tree is one object, so that who draws it can ask by identity.

import type { FlameRows } from '../../src/core/layout/flameRows';
import { matchesOf, matchingFrames, parseQuery, type Matches } from '../../src/core/layout/search';
import type { PageProfile } from '../aggregate/pageProfile';

export interface SearchResult {
  readonly text: string;
  /** undefined while nothing is searched for, or the text is no valid expression. */
  readonly matches: Matches | undefined;
  /** '' for a valid text. */
  readonly problem: string;
}

export const noSearch: SearchResult = { text: '', matches: undefined, problem: '' };

export function search(rows: FlameRows, profile: PageProfile, text: string): SearchResult {
  const query = parseQuery(text);
  switch (query.kind) {
    case 'none':
      return text === '' ? noSearch : { text, matches: undefined, problem: '' };
    case 'invalid':
      return { text, matches: undefined, problem: query.message };
    case 'matcher':
      return { text, matches: matchesOf(rows.tree, matchingFrames(profile.frames.name, query.matches)), problem: '' };
  }
}

/** The boxes of the functions that the editor's cursor is in. */
export function reveal(rows: FlameRows, profile: PageProfile, functions: readonly number[]): Matches | undefined {
  const isFrame = new Uint8Array(profile.frames.count);
  for (const each of functions) {
    const frame = each >= 0 && each < profile.frameOfFunction.length ? profile.frameOfFunction[each] : -1;
    if (frame >= 0) isFrame[frame] = 1;
  }
  const matches = matchesOf(rows.tree, isFrame);
  return matches.frameCount === 0 ? undefined : matches;
}
