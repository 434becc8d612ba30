// What is lost and no other rule has a word for. In: goroutines lost in a Cond, a semaphore, or in a connection's read
// without a deadline. Out: one finding a line; more than a suspicion only where the runtime marked them, or where more and
// more wait for a Cond that has never woken anybody while we looked.

import type { GroupFrame } from '../../goroutine/groups';
import type { Code, CodePlace } from '../codeQuestions';
import { shortName, sourceEvidence } from '../evidence';
import {
  gradeOf,
  growthText,
  leakEvidenceOf,
  type LeakSite,
  leakSites,
  ofLeak,
  stillServing,
  victimsOf,
} from '../leakSites';
import type { Facts } from '../facts/facts';
import type { Site } from '../facts/sites';
import type { WaitClass } from '../../goroutine/waitReason';
import type { Draft, Rule } from '../rule';

/** As sync.Cond says of Wait. */
const signalText =
  ' Wait stands outside of a loop that asks for what is waited for: a Signal that came before it is lost, and nothing is asked again.';

export const stuckGoroutines: Rule = {
  id: 'goroutines-pile-up',
  summary: 'Goroutines pile up at one line',
  docs: 'https://go.dev/doc/diagnostics',
  async find(facts, code) {
    const drafts: Draft[] = [];
    for (const leak of leakSites(facts, 'cond', 'semaphore', 'io', 'syscall', 'cgo')) {
      const { site, strength } = leak;
      // Connections come and go with their clients; the runtime's mark is another matter.
      if (site.role !== undefined && site.role !== 'server handler') continue;
      if (strength === 'stuck') continue;
      const place = site.place!;
      const name = shortName(place.function);
      const own = facts.owners.own(site.frames);
      const input = isOfCommand(site) ? await openInput(own, code) : undefined;
      if (input !== undefined) {
        drafts.push(inputDraft(leak, input, facts));
        continue;
      }
      // Copying goes on for as long as both sides like.
      const isAnswer = site.wait === 'io' && !/^io\.(Copy|copy)|\.(ReadFrom|WriteTo)$/.test(site.called);
      const dial = isAnswer ? await code.undatedDialIn(own.slice(0, fewFrames)) : undefined;
      if (dial !== undefined && dial !== null) {
        drafts.push(dialDraft(leak, dial, facts));
        continue;
      }
      const isAlone = site.wait === 'cond' && (await code.waitAt(place))?.isInLoop === false;
      drafts.push({
        grade: strength === 'growing' && !isNeverWoken(site, facts) ? 'suspect' : gradeOf(leak),
        title: strength === 'lost' ? `Nothing wakes those who wait in ${name}` : `Goroutines pile up in ${name}`,
        detail: `They stay in state ${site.state ?? site.wait} (${growthText(leak)}).${isAlone ? signalText : ''}`,
        place,
        evidence: leakEvidenceOf(leak, facts),
        ...base(leak, facts),
        victims: [],
        advice: adviceFor(site.wait, isAlone),
      });
    }
    return drafts;
  },
};

/** Between the call that dials and the read. */
const fewFrames = 4;

function dialDraft(leak: LeakSite, dial: CodePlace, facts: Facts): Draft {
  const { place, frames } = leak.site;
  const isWrite = frames.some((frame) => frame.function === 'internal/poll.(*pollDesc).waitWrite');
  return {
    ...base(leak, facts),
    grade: gradeOf(leak),
    title: `${shortName(place!.function)} waits for the other side of a connection without a deadline`,
    detail: `Goroutines ${isWrite ? 'write to' : 'wait for an answer on'} a connection of their own (${growthText(leak)}), and nothing limits how long: each stays for as long as the other side says nothing.`,
    place,
    evidence: [
      ...leakEvidenceOf(leak, facts),
      sourceEvidence('It is dialled here, and nothing sets a deadline.', dial),
    ],
    advice: adviceFor('io', false),
  };
}

function isOfCommand({ frames, wait }: Site): boolean {
  return (
    wait !== 'cond' && frames.some(({ function: name }) => /^os\.\(\*(File\)\.Read|Process\)\.)|^os\/exec\./.test(name))
  );
}

async function openInput(own: readonly GroupFrame[], code: Code): Promise<CodePlace | undefined> {
  for (const frame of own) {
    const found = await code.unclosedInputIn(frame);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}

function inputDraft(leak: LeakSite, place: CodePlace, facts: Facts): Draft {
  return {
    ...base(leak, facts),
    grade: gradeOf(leak),
    title: `${shortName(leak.site.place!.function)} waits for a command whose input is left open`,
    detail: `Goroutines wait for a command to end (${growthText(leak)}), and it waits for the end of its input, which a way out of the function does not close.`,
    place,
    evidence: [...leakEvidenceOf(leak, facts), sourceEvidence("The command's input is opened here.", place)],
    advice:
      'Close what StdinPipe gives when all is written, on every way out, and start the command with exec.CommandContext.',
  };
}

function base(leak: LeakSite, facts: Facts): Pick<Draft, 'refute' | 'weight' | 'explains' | 'victims'> {
  return {
    refute: stillServing,
    ...ofLeak(leak),
    victims: victimsOf(leak, facts),
  };
}

/** Idle workers are woken now and then, and there are no more of them all the time. */
function isNeverWoken({ wait, place }: Site, { waits }: Facts): boolean {
  return wait === 'cond' && place !== undefined && waits?.endedAt(place) === 0;
}

function adviceFor(wait: WaitClass, isAlone: boolean): string {
  if (wait === 'io') {
    return 'Set a deadline on the connection (SetDeadline), so that a peer that says nothing cannot hold a goroutine.';
  }
  return isAlone
    ? 'Ask for what is waited for in a loop around Wait, as `for len(q.items) == 0 { q.cond.Wait() }`, with the lock held.'
    : 'See who was to wake them, and give the wait a way out.';
}
