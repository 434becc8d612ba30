// Goroutines that a library started for the program, and that stay when the program has gone on: streams, subscriptions,
// watches. In: goroutines that grow and have no frame of the program, who had them started. Out: one finding a line of
// the program. Seen: they stand where they stood, more come, and the function that asked for them has returned.

import { counted } from '../../../base/counted';
import type { GroupFrame } from '../../goroutine/groups';
import type { Code, CodePlace, DroppedCall } from '../codeQuestions';
import { shortName, shown, sourceEvidence } from '../evidence';
import type { Facts } from '../facts/facts';
import { isGrowingLeak, type Site } from '../facts/sites';
import { growthText, keyOfSite, leakEvidenceOf, type LeakSite, leakSites, ofLeak, stillServing } from '../leakSites';
import { type Draft, type Rule } from '../rule';
import { droppedStarter, moduleOf, starterOf } from '../starters';

export const libraryGoroutines: Rule = {
  id: 'library-goroutines-pile-up',
  summary: 'Goroutines that a library started for the program stay when the call is over',
  docs: 'https://go.dev/blog/context',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'select', 'chan receive', 'cond', 'io')) {
      const { site, strength } = leak;
      if (site.role !== undefined || !isGrowingLeak(site) || strength === 'stuck') continue;
      if (facts.owners.own(site.frames).length > 0) continue;
      const starter = starterOf(site, facts);
      if (starter === undefined || (starter.isGuess && strength === 'growing')) {
        const dropped = await droppedStarter(site, facts, code);
        if (dropped !== undefined) drafts.push(droppedDraft(leak, dropped, facts));
        if (dropped !== undefined || starter === undefined) continue;
      }
      const { place, objects, frames, isGuess } = starter;
      const endless = await endlessContext(facts.owners.own(frames), code);
      const library = shortName(site.createdBy!.function);
      drafts.push({
        grade: isGuess ? 'suspect' : strength === 'marked' || endless !== undefined ? 'proven' : 'likely',
        title: `What ${shortName(place.function)} starts in a library is not ended`,
        detail: `Goroutines of ${library} stay (${growthText(leak)}). ${
          isGuess
            ? `Nearly all that the library has come to keep belongs to calls at line ${place.line}, so they are most likely started there`
            : `They are started for the call at line ${place.line}`
        }, and the function that made it has returned${
          endless === undefined ? '' : `; its context never ends, by line ${endless.line}`
        }.`,
        place: endless ?? place,
        evidence: [
          ...leakEvidenceOf(leak, facts),
          {
            profile: 'heap',
            text: `${counted(Math.round(objects), 'object')} of this call are still alive.`,
            value: Math.round(objects),
            unit: 'objects',
            share: null,
            frames: shown(frames),
          },
          ...(endless === undefined
            ? []
            : [sourceEvidence('A context that never ends is given here, though another one is at hand.', endless)]),
        ],
        ...leftInLibrary(leak, place, facts),
      });
    }
    return drafts;
  },
};

/** What is said of each, whoever started it. */
function leftInLibrary(
  leak: LeakSite,
  { file, line }: GroupFrame,
  facts: Facts,
): Pick<Draft, 'refute' | 'advice' | 'weight' | 'explains' | 'victims'> {
  const { weight, explains } = ofLeak(leak);
  return {
    refute: stillServing,
    advice:
      'End what the call opens on every way out: close or unsubscribe it, or give it a context of its own and `defer cancel()`. A gRPC stream ends when its context is cancelled, when Recv returns an error, or with its connection.',
    weight,
    explains: [...explains, `retained:${file}:${line}`],
    victims: companionsOf(leak.site, facts).map(keyOfSite),
  };
}

function droppedDraft(leak: LeakSite, { call, ...place }: DroppedCall, facts: Facts): Draft {
  const { site } = leak;
  return {
    grade: 'likely',
    title: `What ${shortName(place.function)} starts in a library is not ended`,
    detail: `Goroutines of ${shortName(site.createdBy!.function)} stay (${growthText(leak)}). Of the program's calls that lead there, only ${call} at line ${place.line} leaves what it is given without keeping or ending it.`,
    place,
    evidence: [...leakEvidenceOf(leak, facts), sourceEvidence(`Nobody keeps or ends what ${call} gives.`, place)],
    ...leftInLibrary(leak, place, facts),
  };
}

/** What else the library started meanwhile, in like numbers: the same calls have started it. */
function companionsOf(site: Site, { sites, owners }: Facts): readonly Site[] {
  const grown = site.now - (site.before ?? 0);
  const library = moduleOf(site.createdBy!.function);
  return (sites?.all ?? []).filter((other) => {
    const more = other.now - (other.before ?? 0);
    const isAlike = more >= 0.5 * grown && more <= 4 * grown;
    const isOfLibrary = other.createdBy !== null && moduleOf(other.createdBy.function) === library;
    return other !== site && isAlike && isOfLibrary && owners.own(other.frames).length === 0;
  });
}

/** Where one of the callers hands on a context that never ends. */
async function endlessContext(callers: readonly GroupFrame[], code: Code): Promise<CodePlace | undefined> {
  for (const frame of callers) {
    const found = await code.contextReplacedIn(frame);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}
