// Where a profile came from, in words. In: its provenance. Out: lines to show. Invariant: of a URL only what a person
// needs to tell services apart.

import type { Provenance } from '../../core/profile/provenance';
import { kindName } from './kindNames';

/** `CPU, 10 s, from localhost:6060, 2026-01-31 14:05, Go 1.27` */
export function originLine(origin: Provenance, formatTime: (iso: string) => string): string {
  const parts = [
    kindName(origin.kind),
    ...(origin.seconds === undefined ? [] : [`${origin.seconds} s`]),
    `from ${hostOf(origin.url)}`,
    formatTime(origin.startedAt),
    ...(origin.goVersion === undefined ? [] : [origin.goVersion.replace(/^go/, 'Go ')]),
    ...(origin.note === undefined ? [] : [origin.note]),
  ];
  return parts.join(', ');
}

/** Such a line where the kind is known already: `localhost:6060, 2026-01-31 14:05, Go 1.27` */
export function withoutKind(line: string): string {
  return line.replace(/^.*?\bfrom /, '');
}

/** `localhost:6060`, with the path in front of `/debug/pprof/` where there is one. */
export function hostOf(url: string): string {
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)([^?#]*?)(?:\/debug\/pprof(?:\/[^?#]*)?)?\/?(?:[?#].*)?$/i.exec(url);
  return match === null ? url : `${match[1].replace(/^.*@/, '')}${match[2].replace(/\/$/, '')}`;
}
