// go.work. In: its text. Out: the folders of its modules and its replacements. Invariant: never throws.

import { replacementsOf, type Replacement } from './goMod';
import { readDirectives } from './goModLexer';

export interface GoWork {
  /** Relative to the file's folder, or absolute. */
  readonly use: readonly string[];
  readonly replaces: readonly Replacement[];
}

export function parseGoWork(text: string): GoWork {
  const directives = readDirectives(text);
  return {
    use: directives.flatMap(({ verb, words }) =>
      verb === 'use' && words.length > 0 ? [words[0].replaceAll('\\', '/')] : [],
    ),
    replaces: replacementsOf(directives),
  };
}
