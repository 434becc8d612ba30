// `heatline top --json` against the rows that pprof prints. In: pprof's text and our rows. Out: the first difference, if
// there is one. Invariant: name, flat and cum of every row, exactly; order is left out, because JSON has one of its own.

import type { TopRow } from '../../src/core/report/top';

const row = /^ *(\S+) +\S+% +\S+% +(\S+) +\S+% {2}(.*)$/;

export function jsonDifference(text: string, rows: readonly TopRow[]): string | undefined {
  const theirs = text
    .slice(text.indexOf('      flat  flat%   sum%'))
    .split('\n')
    .slice(1, -1)
    .map((line) => {
      const match = row.exec(line);
      if (match === null) return line;
      const name = match[3].replace(/ \((?:partial-)?inline\)$/, '');
      return `${name} ${parseFloat(match[1])} ${parseFloat(match[2])}`;
    })
    .sort();
  const ours = rows.map(({ name, flat, cum }) => `${name} ${flat} ${cum}`).sort();
  const at = theirs.findIndex((line, i) => line !== ours[i]);
  if (at < 0 && theirs.length === ours.length) return undefined;
  return `rows of JSON: pprof ${theirs.at(at) ?? '(end)'}, heatline ${ours.at(at) ?? '(end)'}`;
}
