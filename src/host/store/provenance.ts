// Where a profile came from: the JSON that a capture leaves beside it. In: that JSON, whoever wrote it.
// Out: its fields, and one line to show. Invariants: holds no credential; a file that is not ours or was
// damaged counts as absent, it is never an error.

import { kindName } from './kindNames';

/** Stored beside a profile as `<file name>.json`. */
export interface Provenance {
  /** URL asked, without credentials. */
  readonly url: string;
  /** The name in the URL: `profile` is the CPU. */
  readonly kind: string;
  /** Absent for a snapshot. */
  readonly seconds?: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** `heatline 0.1.0`. */
  readonly tool: string;
  /** As the service states it; absent where it does not. */
  readonly goVersion?: string;
  /** What it holds, where that is not all: `the first 1,024 goroutines`. */
  readonly note?: string;
}

export function provenanceName(profileName: string): string {
  return `${profileName}.json`;
}

export function parseProvenance(text: string): Provenance | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { url, kind, seconds, startedAt, tool, goVersion, note } = raw as Partial<Record<keyof Provenance, unknown>>;
  if (typeof url !== 'string' || typeof kind !== 'string' || typeof startedAt !== 'string') return undefined;
  return {
    url,
    kind,
    startedAt,
    tool: typeof tool === 'string' ? tool : '',
    ...(typeof seconds === 'number' && seconds > 0 ? { seconds } : {}),
    ...(typeof goVersion === 'string' && goVersion !== '' ? { goVersion } : {}),
    ...(typeof note === 'string' && note !== '' ? { note } : {}),
  };
}

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
