// The diagnosis. In: a bundle, and the source where it can be read. Out: findings, best first, and what was not there
// to look at. Invariants: pure; the same bundle and the same source give the same findings; a rule that has nothing to
// read says nothing.

import type { Bundle, MissingProfile } from './bundle';
import { kindOf } from './bundle';
import { type Code, noCode } from './codeQuestions';
import { type Reading, readingOf, signsOf } from './combinations';
import { factsOf } from './facts/facts';
import type { Finding } from './finding';
import { lostSites, turningSites } from './lost';
import { oneCauseEach, type RuleDrafts } from './oneCause';
import { rules } from './rules';

export interface Diagnosis {
  /** What was there, each kind once, in the order of the bundle. */
  readonly captured: readonly string[];
  readonly missing: readonly MissingProfile[];
  readonly reading: Reading;
  readonly findings: readonly Finding[];
}

export async function diagnose(bundle: Bundle, code: Code = noCode): Promise<Diagnosis> {
  const seen = factsOf(bundle);
  const still = { ...seen, lost: await lostSites(seen, code) };
  const facts = { ...still, turning: await turningSites(still, code) };
  const drafts: RuleDrafts[] = [];
  for (const rule of rules) drafts.push({ rule, drafts: await rule.find(facts, code) });
  const findings = oneCauseEach(drafts);
  const [first] = findings.filter(({ grade }) => grade !== 'suspect');
  return {
    captured: [...new Set(bundle.profiles.map((one) => kindOf(one) ?? one.name))],
    missing: [...bundle.missing, ...silent(bundle)],
    reading: readingOf(signsOf(facts), (first as Finding | undefined)?.rule),
    findings,
  };
}

/** Profiles that are there and have nothing in them, where something always is when their rate is set. */
function silent({ profiles, missing }: Bundle): readonly MissingProfile[] {
  const callOf = { block: 'runtime.SetBlockProfileRate', mutex: 'runtime.SetMutexProfileFraction' } as const;
  return (['block', 'mutex'] as const).flatMap((kind) => {
    const own = profiles.filter((one) => kindOf(one) === kind);
    const isEmpty = own.length > 0 && own.every(({ profile }) => profile.samples.count === 0);
    if (!isEmpty || missing.some(({ profile }) => profile === kind)) return [];
    return [
      { profile: kind, reason: `Nothing recorded, most likely because the service does not call ${callOf[kind]}.` },
    ];
  });
}
