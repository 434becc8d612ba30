// One cause, one finding. In: what every rule drafted, in the order of the rules. Out: findings, the most certain and
// heaviest first. Invariants: two drafts about one thing never both stay (the better grade stays, then the earlier
// rule); victims are evidence of their cause, unless it is only a suspicion and they are more; nothing that was seen is
// lost, it becomes evidence; the same drafts give the same findings in the same order.

import type { Evidence, Finding } from './finding';
import { grades } from './finding';
import type { Draft, Rule } from './rule';

export interface RuleDrafts {
  readonly rule: Rule;
  readonly drafts: readonly Draft[];
}

interface Candidate extends Draft {
  readonly rule: Rule;
  readonly order: number;
}

export function oneCauseEach(all: readonly RuleDrafts[]): readonly Finding[] {
  const candidates = all.flatMap(({ rule, drafts }, order) => drafts.map((draft) => ({ ...draft, rule, order })));
  return withoutRivals(withoutVictims(samePlace(candidates)))
    .sort(byImportance)
    .map(findingFrom);
}

/** What one rule says several times about one line is said once. */
function samePlace(candidates: readonly Candidate[]): readonly Candidate[] {
  const merged = new Map<string, Candidate>();
  for (const one of candidates) {
    const where = one.place === undefined ? one.explains.join() : `${one.place.file}:${one.place.line}`;
    const key = `${one.rule.id}\0${where}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? one : joined(known, one));
  }
  return [...merged.values()];
}

function withoutVictims(candidates: readonly Candidate[]): readonly Candidate[] {
  const causeOf = (one: Candidate): number =>
    candidates.findIndex(
      (other) =>
        other !== one &&
        one.explains.length > 0 &&
        (other.grade !== 'suspect' || one.grade === 'suspect') &&
        one.explains.every((key) => other.victims?.includes(key) === true) &&
        // Two that wait for each other are both causes.
        !other.explains.every((key) => one.victims?.includes(key) === true),
    );
  const suffering = candidates.map(causeOf);
  return candidates.flatMap((one, i) => {
    if (suffering[i] >= 0) return [];
    const victims = candidates.filter((_, v) => suffering[v] === i);
    return [victims.reduce((cause, victim) => withEvidence(cause, victim.evidence), one)];
  });
}

function withoutRivals(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const one of [...candidates].sort(byCertainty)) {
    const at = kept.findIndex(
      (other) => other.rule !== one.rule && other.explains.some((key) => one.explains.includes(key)),
    );
    if (at < 0) kept.push(one);
    else kept[at] = withEvidence(kept[at], one.evidence);
  }
  return kept;
}

function byCertainty(a: Candidate, b: Candidate): number {
  return grades.indexOf(a.grade) - grades.indexOf(b.grade) || a.order - b.order || b.weight - a.weight;
}

function byImportance(a: Candidate, b: Candidate): number {
  return grades.indexOf(a.grade) - grades.indexOf(b.grade) || b.weight - a.weight || a.order - b.order;
}

function joined(a: Candidate, b: Candidate): Candidate {
  const [better] = [a, b].sort(byImportance);
  return {
    ...withEvidence(better, [...a.evidence, ...b.evidence]),
    explains: [...new Set([...a.explains, ...b.explains])],
    victims: [...new Set([...(a.victims ?? []), ...(b.victims ?? [])])],
  };
}

function withEvidence(candidate: Candidate, more: readonly Evidence[]): Candidate {
  const evidence = [...candidate.evidence];
  for (const one of more) {
    const isKnown = evidence.some(
      ({ profile, text, frames }) => profile === one.profile && text === one.text && frames[0] === one.frames[0],
    );
    if (!isKnown) evidence.push(one);
  }
  return { ...candidate, evidence };
}

function findingFrom({ rule, grade, title, detail, place, evidence, refute, advice }: Candidate): Finding {
  return {
    rule: rule.id,
    grade,
    title,
    detail,
    location: place === undefined || place.file === '' ? null : { file: place.file, line: place.line },
    evidence,
    refute,
    advice,
    docs: rule.docs,
  };
}
