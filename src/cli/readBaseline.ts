// What is known already. In: the JSON of an earlier `heatline diagnose --json`. Out: the fingerprints of its findings.
// Invariants: a file that is something else is an error, never an empty baseline that lets all through or nothing;
// unknown keys are ignored, so that newer files can be read.

import { UserError } from '../base/userError';
import { fingerprint } from '../core/report/findings/fingerprint';
import type { Io } from './io';
import { readInput, shownName } from './readProfile';

export async function readBaseline(file: string, io: Io): Promise<ReadonlySet<string>> {
  const bytes = await readInput(file, io);
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw noBaseline(file);
  }
  const findings: unknown = (raw as { findings?: unknown } | null)?.findings;
  if (!Array.isArray(findings)) throw noBaseline(file);
  return new Set(findings.map((one: unknown) => fingerprintOf(one, file)));
}

function fingerprintOf(raw: unknown, file: string): string {
  const { rule, title, location } = (raw ?? {}) as Record<string, unknown>;
  if (typeof rule !== 'string' || typeof title !== 'string') throw noBaseline(file);
  const place = (location ?? {}) as Record<string, unknown>;
  return fingerprint({
    rule,
    title,
    location: typeof place['file'] === 'string' ? { file: place['file'], line: 0 } : null,
  });
}

function noBaseline(file: string): UserError {
  return new UserError(
    'bad-baseline',
    `${shownName(file)} is not the result of a diagnosis.`,
    'Make it with heatline diagnose … --json > FILE.',
  );
}
