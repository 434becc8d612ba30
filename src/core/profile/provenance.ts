// Where a profile came from, as the JSON that a capture leaves beside it. In: that JSON, whoever wrote it. Out: its fields.
// Invariants: no credential is ever in it; a file that is not ours or was damaged counts as absent, it is no error.

import { jsonObject } from '../../base/json';

/** Stored beside a profile, under the name that `provenanceName` tells. */
export interface Provenance {
  /** URL asked, without user, password and query. */
  readonly url: string;
  /** The name in the URL: `profile` is the CPU. */
  readonly kind: string;
  /** Time measured; absent for a snapshot. */
  readonly seconds?: number;
  /** Text form that was asked for; absent for the binary one. */
  readonly debug?: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** `heatline 0.1.0`. */
  readonly tool: string;
  /** As the service states it; absent where it does not. */
  readonly goVersion?: string;
  /** What it holds, where that is not all: `the first 1,024 goroutines`. */
  readonly note?: string;
}

/** As stored. `format` grows when a field changes its meaning; new fields leave it. */
export interface StoredProvenance extends Provenance {
  readonly format: 1;
  /** Of the profile beside it. */
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Of the file beside a profile; for paths as well. */
export function provenanceName(profileName: string): string {
  return `${profileName}.json`;
}

export function parseProvenance(text: string): Provenance | undefined {
  const fields = jsonObject(text);
  if (fields === undefined) return undefined;
  const { url, kind, seconds, debug, startedAt, finishedAt, tool, goVersion, note } = fields;
  if (typeof url !== 'string' || typeof kind !== 'string' || typeof startedAt !== 'string') return undefined;
  return {
    url,
    kind,
    startedAt,
    tool: typeof tool === 'string' ? tool : '',
    ...(typeof seconds === 'number' && seconds > 0 ? { seconds } : {}),
    ...(typeof debug === 'number' && debug > 0 ? { debug } : {}),
    ...(typeof finishedAt === 'string' ? { finishedAt } : {}),
    ...(typeof goVersion === 'string' && goVersion !== '' ? { goVersion } : {}),
    ...(typeof note === 'string' && note !== '' ? { note } : {}),
  };
}
