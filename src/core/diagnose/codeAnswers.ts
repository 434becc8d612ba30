// What readers of source find, in the words of the rules. In: facts of src/core/diagnose/code. Out: answers of codeQuestions.ts.
// Invariant: what the readers could not tell stays undefined.

import type { CodePlace, TransportCode, TransportFault, WaitCode } from './codeQuestions';
import type { Blocking } from './code/blocking';
import type { GoPackage, Place } from './code/goPackage';
import type { SettingsLiteral } from './code/httpLiterals';
import type { LiteralProblem } from './code/httpProblems';
import { type HeldLock, locksIn } from './code/locks';
import type { Resource } from './code/resources';
import { slotsIn } from './code/slots';
import { strandedBy } from './code/stranded';

export function placeOf({ path, line }: Place): CodePlace {
  return { file: path, line };
}

export function waitCode(pkg: GoPackage, found: Blocking): WaitCode {
  const { kind, on, channel, cases, surroundings, context, heedsTime } = found;
  const made = channel === undefined || channel.escapes ? undefined : channel.made.at(0);
  const stranding = strandedBy(pkg, found).at(0);
  return {
    operation: kind === 'send' || kind === 'receive' || kind === 'range' || kind === 'select' ? kind : 'other',
    channel: on,
    // A size that is no number in the text is taken for room.
    made: made && { ...placeOf(made.place), isBuffered: made.capacity !== 0 },
    hasDone: kind === 'select' ? cases.some(({ isDone }) => isDone) : found.heedsContext ? true : null,
    hasOtherEnd: heedsTime,
    isEndless: found.isEndless,
    inDefer: surroundings.deferred !== undefined,
    isInLoop: surroundings.loop !== undefined,
    context: context?.expression ?? surroundings.request?.context ?? '',
    stranded: stranding && { ...placeOf(stranding.place), why: strandedWords[stranding.kind] },
  };
}

const strandedWords: Readonly<Record<ReturnType<typeof strandedBy>[number]['kind'], string>> = {
  nobodyReceives: 'nothing in the package receives from it',
  returnsBefore: 'the function that was to receive can return before',
  receiverLeaves: 'whoever receives can leave here by another way',
  receivedOnce: 'many send, and one value is received',
  receivedAfterWait: 'the receiver first waits for the senders to end',
  nobodySends: 'nothing in the package sends to it',
  nobodyCloses: 'nothing in the package closes it',
  senderLeaves: 'a way out here neither sends nor closes',
};

/** A way out that leaves it open: one without an error, if there is one, for that is the way that is taken most. */
export function openExitOf(pkg: GoPackage, { exits, isHandedOn, statement }: Resource): CodePlace | undefined {
  // What some way hands on is somebody's to close, but not what the next turn of a loop opens anew.
  const own = isHandedOn ? exits?.filter(({ kind }) => kind === 'again') : exits;
  if (own === undefined || own.length === 0) return undefined;
  const returns = own.map(({ place }) => ({ place, text: pkg.nodeAt(place)?.text ?? '' }));
  const best = returns.find(({ text }) => /\bnil$/.test(text.trim())) ?? returns[0];
  // Where the function just ends, or goes round again, the line that opens says more.
  return placeOf(own.find(({ place }) => place === best.place)?.kind === 'return' ? best.place : statement);
}

const faults: Readonly<Partial<Record<LiteralProblem['kind'], TransportFault>>> = {
  keepAlivesOff: 'keep-alives disabled',
  noIdleTimeout: 'no idle time-out',
  oldMaxVersion: 'old TLS version',
  oldMinVersion: 'old TLS version',
  rsaKeyExchange: 'old cipher suites',
  noSessionCache: 'no session cache',
  ticketsOff: 'no session cache',
  noHttp2: 'no HTTP/2',
};

export function transportCode(literal: SettingsLiteral, all: readonly SettingsLiteral[]): TransportCode {
  const { place, surroundings, settings, life } = literal;
  const inside = all.filter(
    (one) =>
      one.kind === 'tls' &&
      one.place.path === place.path &&
      place.start <= one.place.start &&
      one.place.end <= place.end,
  );
  const found = [literal, ...inside]
    .flatMap(({ problems }) => problems)
    .flatMap((problem) => {
      const kind = faults[problem.kind];
      return kind === undefined ? [] : [{ ...placeOf(problem.place), kind }];
    });
  // The default keeps two a host.
  const few =
    settings.has('MaxIdleConnsPerHost') || settings.has('DisableKeepAlives')
      ? []
      : [{ ...placeOf(place), kind: 'few idle connections' as const }];
  return {
    ...placeOf(place),
    function: surroundings.function.slice(surroundings.function.lastIndexOf('.') + 1),
    isPerCall: life === 'call',
    faults: [...found, ...few],
  };
}

/** A function that unlocks on some ways out and not on others; one that never does may be meant so. */
export function keptAt(pkg: GoPackage, lock: string): CodePlace | undefined {
  const all = pkg.files.flatMap(({ code }) => locksIn(pkg, code.root));
  const kept = all.find((one) => one.lock === lock && one.unlocks.length > 0 && (one.exits ?? []).length > 0);
  const exit = kept?.exits?.at(0);
  // Where the function just ends, the line that takes it says more.
  return exit && placeOf(exit.kind === 'end' ? kept!.place : exit.place);
}

/** A function that gives a slot back on some ways out and not on others. */
export function slotKeptAt(
  pkg: GoPackage,
  wanted: readonly string[],
): (CodePlace & { readonly on: string }) | undefined {
  for (const { code } of wanted.length === 0 ? [] : pkg.files) {
    for (const { key, on, exits } of slotsIn(pkg, code.root)) {
      const exit = wanted.includes(key) ? exits?.at(0) : undefined;
      if (exit !== undefined) return { ...placeOf(exit.place), on };
    }
  }
  return undefined;
}

export function isHeldAt({ place, unlocks, isUnlockDeferred }: HeldLock, line: number): boolean {
  if (place.line >= line) return false;
  return isUnlockDeferred || !unlocks.some((unlock) => unlock.line > place.line && unlock.line < line);
}

/** Of a lock that is held at the line: whether what happens there takes it again. */
export function isTakenAgainAt({ lock, nested }: HeldLock, line: number): boolean | undefined {
  const taken = nested.filter((one) => one.lock === lock && one.place.line === line);
  if (taken.some(({ isSame }) => isSame === true)) return true;
  return taken.length === 0 || taken.some(({ isSame }) => isSame === undefined) ? undefined : false;
}

/** A variable's key is where it is declared, which says nothing to people. */
export function nameOfLock({ lock, expression }: HeldLock): string {
  return lock.includes('#') ? expression : lock;
}
