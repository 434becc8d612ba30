// A select that nothing ends. In: goroutines lost in a select, and its source. Out: one finding a line. A select with a
// case for Done, or one whose source cannot be read, is what every goroutine of a long-lived connection looks like: it
// is a suspicion at most.

import { shortName, sourceEvidence } from '../evidence';
import type { GroupFrame } from '../../goroutine/groups';
import type { Code, CodePlace } from '../codeQuestions';
import type { Facts } from '../facts/facts';
import { isGrowingInTurns, type Site } from '../facts/sites';
import type { Grade } from '../finding';
import {
  confirmed,
  gradeOf,
  growthText,
  leakEvidenceOf,
  type LeakSite,
  leakSites,
  ofLeak,
  stillServing,
  victimsOf,
} from '../leakSites';
import type { Draft, Rule } from '../rule';

export const selectWithoutDone: Rule = {
  id: 'select-without-done',
  summary: 'Goroutines wait for ever in a select that has no way out',
  docs: 'https://go.dev/blog/context',
  async find(facts, code) {
    const drafts: Draft[] = [];
    const leaks = leakSites(facts, 'select', 'empty select');
    const known = new Set(leaks.map(({ site }) => site));
    for (const site of facts.sites?.all ?? []) {
      // One is enough, where the source says that nobody is left to read.
      if (known.has(site) || site.place === undefined || (site.stayed ?? 0) === 0 || !isPipeWriter(site)) continue;
      const leak: LeakSite = { site, leak: undefined, strength: 'lost', isForeign: false };
      if ((await openPipe(site, facts, code)) !== undefined) drafts.push(await pipeDraft(leak, facts, code));
    }
    for (const leak of leaks) {
      const place = leak.site.place!;
      if (leak.site.role === 'pool wait') continue; // database/sql's own select, a rule of its own.
      if (isInPipe(leak.site)) {
        drafts.push(await pipeDraft(leak, facts, code));
        continue;
      }
      if (facts.turning.has(leak.site.key) && leak.strength !== 'marked') {
        drafts.push(turningDraft(leak, facts));
        continue;
      }
      const wait = await code.waitAt(place);
      // A long-lived connection, which ends when its client goes: it stands here again and again.
      const ended = facts.waits?.endedAt(place) ?? 0;
      if (wait?.hasDone === true && (leak.strength === 'stuck' || ended > 0)) continue;
      // A timer that only takes it to its next turn is no end.
      const isTimed = wait?.hasOtherEnd === true;
      const isOpen =
        wait?.hasDone === false &&
        (!isTimed || (wait.isEndless && leak.strength === 'growing' && isGrowingInTurns(leak.site)));
      const base = gradeOf(leak);
      const isTold = base === 'proven' || leak.strength === 'lost';
      const grade: Grade = isOpen ? confirmed(base) : isTold ? base : 'suspect';
      drafts.push({
        grade,
        title: isOpen
          ? `The select of ${shortName(place.function)} has no case that ends it`
          : leak.strength === 'lost'
            ? `Nothing ends the select of ${shortName(place.function)}`
            : `Goroutines pile up in the select of ${shortName(place.function)}`,
        detail: `Goroutines stay in a select (${growthText(leak)})${
          !isOpen
            ? ''
            : isTimed
              ? ': its timer wakes them for the next turn of the loop, and no case leaves it'
              : ': none of its channels has anything for them, and there is no case for a context'
        }.`,
        place,
        evidence: [
          ...leakEvidenceOf(leak, facts),
          ...(isOpen
            ? [
                sourceEvidence(
                  isTimed
                    ? 'The select has no case on Done, and nothing leaves the loop around it.'
                    : 'The select has neither a case on Done, nor a timer, nor a default.',
                  place,
                ),
              ]
            : []),
        ],
        refute: stillServing,
        advice:
          wait?.hasDone === true
            ? 'See that the context that the select listens to ends: who cancels it, and when?'
            : 'Add a case <-ctx.Done() with the context of whoever started the goroutine, and see that this context ends.',
        ...ofLeak(leak),
        victims: victimsOf(leak, facts),
      });
    }
    return drafts;
  },
};

/** A worker whose owner never ends it on purpose looks the same while there is one of it. */
function turningDraft(leak: LeakSite, facts: Facts): Draft {
  const place = leak.site.place!;
  return {
    grade: gradeOf(leak),
    title: `Nothing ends the loop of ${shortName(place.function)}`,
    detail: `A timer wakes goroutines for the next turn of the loop (${growthText(leak)}), and nobody who is left can cancel the context that would end it.`,
    place,
    evidence: [
      ...leakEvidenceOf(leak, facts),
      sourceEvidence(
        'Only the case on Done leaves the loop, and no goroutine of the dump can still call its cancel.',
        place,
      ),
    ],
    refute: 'It is meant to run as long as the program.',
    advice: 'Keep the cancel function where the owner ends, and call it on every way out, as `defer cancel()`.',
    ...ofLeak(leak),
    victims: victimsOf(leak, facts),
  };
}

function isInPipe({ frames }: Site): boolean {
  return frames.some(({ function: name }) => name === 'io.(*pipe).write' || name === 'io.(*pipe).read');
}

function isPipeWriter({ frames }: Site): boolean {
  return frames.some((frame) => frame.function === 'io.(*pipe).write');
}

/**
 * A way out that leaves the reading end open, in the writer's function or in the one that started it; undefined for none,
 * and while somebody is in that function who may go on reading.
 */
async function openPipe(
  { key, place, createdBy, now }: Site,
  { sites, owners }: Facts,
  code: Code,
): Promise<CodePlace | undefined> {
  for (const frame of createdBy === null || !owners.isOwn(createdBy) ? [place!] : [place!, createdBy]) {
    const open = await code.unclosedPipeIn(frame);
    if (open === undefined || open === null) continue;
    const name = declared(frame);
    const there = (sites?.all ?? []).filter(
      (other) => other.key !== key && other.stacks.some((all) => all.some((one) => declared(one) === name)),
    );
    return there.reduce((sum, other) => sum + other.now, 0) >= 0.5 * now ? undefined : open;
  }
  return undefined;
}

/** The declaration that a literal stands in. */
function declared({ function: name }: GroupFrame): string {
  return name.replace(/\.func\d+(\.\d+)*$/, '');
}

/** An io.Pipe's ends wait for each other in a select of their own. */
async function pipeDraft(leak: LeakSite, facts: Facts, code: Code): Promise<Draft> {
  const place = leak.site.place!;
  const isWriter = isPipeWriter(leak.site);
  const open = isWriter ? await openPipe(leak.site, facts, code) : undefined;
  const [does, other] = isWriter ? ['writes into', 'read from'] : ['reads from', 'written to'];
  return {
    grade: open === undefined ? gradeOf(leak) : confirmed(gradeOf(leak)),
    title: `${shortName(place.function)} ${does} a pipe that is not ${other} any more`,
    detail: `Goroutines stay in an io.Pipe (${growthText(leak)}): whoever has the other end has left without closing it.`,
    place: open ?? place,
    evidence: [
      ...leakEvidenceOf(leak, facts),
      ...(open === undefined ? [] : [sourceEvidence('A way out here leaves the reading end open.', open)]),
    ],
    refute: 'The other end is slow, and comes: then the block profile has waits that ended at this line.',
    advice: isWriter
      ? 'Close the reading end on every way out, with `defer pr.Close()` or pr.CloseWithError(err): then the write returns an error.'
      : 'Close the writing end on every way out, with pw.CloseWithError(err): then the read ends.',
    ...ofLeak(leak),
    victims: victimsOf(leak, facts),
  };
}
