// What is known of a bundle as a whole: the `bundle.json` that its capture leaves among the profiles. In: that JSON, whoever
// wrote it. Out: its fields. Invariant: a file that is not ours or was damaged counts as absent, it is never an error.

import { jsonObject } from '../../base/json';

export interface BundleNote {
  /** The index of pprof, without credentials. */
  readonly target: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** What could not be had, and why. */
  readonly missing: readonly { readonly profile: string; readonly reason: string }[];
}

export function parseBundleNote(text: string): BundleNote | undefined {
  const fields = jsonObject(text);
  if (fields === undefined) return undefined;
  const { target, startedAt, missing } = fields;
  if (typeof target !== 'string' || typeof startedAt !== 'string') return undefined;
  return { target, startedAt, missing: Array.isArray(missing) ? missing.filter(isMissing) : [] };
}

function isMissing(value: unknown): value is BundleNote['missing'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { profile, reason } = value as Record<string, unknown>;
  return typeof profile === 'string' && typeof reason === 'string';
}
