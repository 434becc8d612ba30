// A request's context is replaced by one that never ends. In: lost goroutines below which the source calls
// context.Background(), TODO or WithoutCancel in place of the request's context. Out: one finding for each such place.
// Seen: whoever waits for Done behind it waits for ever, and so does every call that was given the context.

import { shortName, sourceEvidence } from '../evidence';
import type { CodePlace } from '../codeQuestions';
import { abandonedAt } from '../facts/clients';
import type { Facts } from '../facts/facts';
import { confirmed, gradeOf, growthText, leakEvidenceOf, type LeakSite, leakSites, ofLeak } from '../leakSites';
import type { Draft, Rule } from '../rule';

/** Middleware is rarely more than this many frames of the program away from the wait. */
const maxFrames = 12;

export const requestContextReplaced: Rule = {
  id: 'request-context-replaced',
  summary: "A request's context is replaced by one that never ends",
  docs: 'https://pkg.go.dev/net/http#Request.Context',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'select', 'chan receive', 'chan send')) {
      const { site } = leak;
      // Without a case on Done, or a call that was handed the context, it does not matter which context it is.
      const wait = await code.waitAt(site.place!);
      if (wait !== undefined && wait.hasDone !== true) continue;
      const frames = facts.owners.own(site.frames).slice(0, maxFrames);
      for (const [i, frame] of frames.entries()) {
        const place = await code.contextReplacedIn(frame);
        if (place === undefined || place === null) {
          const deaf = wait === undefined ? undefined : await code.deafContextAt(frame, frames[i - 1]);
          if (deaf === undefined || deaf === null) continue;
          drafts.push(deafDraft(leak, deaf, frame.function, facts));
          break;
        }
        drafts.push({
          grade: confirmed(gradeOf(leak)),
          title: `${shortName(frame.function)} replaces the request's context, so ${shortName(site.place!.function)} waits for ever`,
          detail: `Goroutines pile up where they wait for a Done that cannot come (${growthText(leak)}): the context that they were given is not the request's any more, so nobody tells them that the client has gone.`,
          place,
          evidence: [
            ...leakEvidenceOf(leak, facts),
            sourceEvidence('The source puts a context here that is never done.', place),
          ],
          refute:
            'The waits end by themselves after a while (capture again with more --seconds), or the new context gets a deadline further down.',
          advice:
            "Pass the request's context on: r.WithContext(ctx) with a ctx derived from r.Context(). What must outlive the request gets context.WithTimeout(context.WithoutCancel(ctx), …).",
          ...ofLeak(leak),
        });
        break;
      }
    }
    return drafts;
  },
};

/** Where the engine's ContextWithFallback is set elsewhere, the clients are still there. */
function deafDraft(leak: LeakSite, place: CodePlace, name: string, facts: Facts): Draft {
  const { site } = leak;
  const isLeft = facts.sites !== undefined && abandonedAt(site, facts.sites.readConnections) > 0;
  return {
    grade: isLeft ? confirmed(gradeOf(leak)) : 'suspect',
    title: `${shortName(name)} gives gin's context as a context, so ${shortName(site.place!.function)} waits for ever`,
    detail: `Goroutines pile up where they wait for Done of a *gin.Context (${growthText(leak)}): it is nil and never comes, whether the client is there or not.`,
    place,
    evidence: [...leakEvidenceOf(leak, facts), sourceEvidence('A *gin.Context is taken for a context here.', place)],
    refute: 'The engine has ContextWithFallback set to true, and the clients are still there.',
    advice: "Pass the request's context on, c.Request.Context(), or set ContextWithFallback of the gin.Engine to true.",
    ...ofLeak(leak),
  };
}
