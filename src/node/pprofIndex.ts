// The index page of net/http/pprof. In: its HTML. Out: a row for each profile, in the page's order; undefined when it
// is another page. Invariant: names are plain text that can be asked for again; rows that could not be are left out.
// Forms: `<tr><td>6</td><td><a href='heap?debug=1'>heap</a></td></tr>` since Go 1.15, without the closing tags before.

import { holdsProfile, isTimed } from './kinds';

export interface IndexRow {
  /** The name in the URL. */
  readonly name: string;
  /** Records now; for goroutineleak, those of the last leak run. Undefined for what is measured over a time. */
  readonly count: number | undefined;
}

const row = /<td>(\d+)(?:<\/td>)?\s*<td>\s*<a href=(?:'([^']*)'|"([^"]*)"|([^\s>]*))>([^<]*)<\/a>/gi;

/** More rows than any service has are somebody's joke. */
const maxRows = 1000;

export function parseIndex(html: string): readonly IndexRow[] | undefined {
  const rows: IndexRow[] = [];
  for (const [, count, ...rest] of html.matchAll(row)) {
    if (rows.length === maxRows) break;
    // The text is the name; the link of a name that looks like a path may be relative in surprising ways.
    const name = unescaped(rest[3]).trim();
    const usable = name !== '' && name.length <= 200 && !/\p{Cc}/u.test(name) && !name.split('/').some(isDots);
    if (!usable || rows.some((known) => known.name === name)) continue;
    rows.push({ name, count: isTimed(name) || !holdsProfile(name) ? undefined : Number(count) });
  }
  return rows.some(({ name }) => name === 'goroutine' || name === 'heap') ? rows : undefined;
}

function isDots(part: string): boolean {
  return part === '.' || part === '..';
}

/** What html.EscapeString of Go escapes. */
function unescaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&#34;': '"',
    '&#39;': "'",
    '&amp;': '&',
  };
  return text.replace(/&(?:lt|gt|#34|#39|amp);/g, (entity) => entities[entity]);
}
