// The rules' questions, answered from Go source. In: packages as text, a parser. Out: a Code. Invariants: a place that
// sourcePackages.ts does not find "could not be read"; files keep the names that the caller gave them, which are those of
// the profile.

import type { GroupFrame } from '../goroutine/groups';
import type { WaitClass } from '../goroutine/waitReason';
import type { GoNode } from '../golang/goNode';
import type { GoParser } from '../golang/syntax';
import type {
  CloseCode,
  Code,
  CodePlace,
  Conversion,
  DroppedCall,
  FunctionPlace,
  LockCode,
  SlotCode,
  TransportCode,
  WaitCode,
  WaitGroupCode,
} from './codeQuestions';
import {
  isHeldAt,
  isTakenAgainAt,
  keptAt,
  nameOfLock,
  slotKeptAt,
  openExitOf,
  placeOf,
  transportCode,
  waitCode,
} from './codeAnswers';
import { allocationsAt } from './code/allocations';
import { isBeyondReach, isTurningForEver, runningIn } from './code/beyondReach';
import { CallGraph, ownNodes } from './code/callGraph';
import { blockingAt } from './code/blocking';
import { clientCallsAt } from './code/clientCalls';
import { contextLossesIn } from './code/contexts';
import { deafContextAt, takesContextParameter } from './code/deafContexts';
import { dialsIn, setsDeadlines } from './code/deadlines';
import type { Place } from './code/goPackage';
import { partnersAt } from './code/enders';
import { goStatementsIn } from './code/goStatements';
import { growthOf } from './code/growth';
import { settingsIn } from './code/httpLiterals';
import { droppedCalls, entriesTo } from './code/libraryCalls';
import { locksIn } from './code/locks';
import { recursionOf } from './code/recursion';
import { repeatedWorkIn } from './code/repeatedWork';
import { type Resource, resourcesIn } from './code/resources';
import { serverClosesIn } from './code/serverCloses';
import { timersIn } from './code/timers';
import { slotWaitsAt } from './code/slotWaits';
import { functionNode } from './code/surroundings';
import { type WaitGroupFacts, waitGroupsIn } from './code/waitGroups';
import { type CodeAt, type ReadPackage, SourcePackages } from './sourcePackages';

const channelKinds: readonly string[] = ['send', 'receive', 'range', 'select'];

export class SourceCode implements Code {
  private readonly partners = new Map<string, readonly GoNode[]>();

  private readonly packages: SourcePackages;

  constructor(read: ReadPackage, parser: GoParser) {
    this.packages = new SourcePackages(read, parser);
  }

  async waitAt(frame: GroupFrame): Promise<WaitCode | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const all = blockingAt(at.pkg, at);
    const found = all.find(({ kind }) => channelKinds.includes(kind)) ?? all.at(0);
    return found === undefined ? undefined : waitCode(at.pkg, found);
  }

  async contextReplacedIn(frame: GroupFrame): Promise<CodePlace | null | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const losses = contextLossesIn(at.pkg, at.fn.node);
    const found =
      losses.find(({ kind, place }) => kind === 'request' && place.line === at.line) ??
      losses.find(({ kind }) => kind === 'request') ??
      // An argument matters only in the call that the goroutine is in.
      losses.find(({ kind, place }) => kind === 'argument' && place.line === at.line);
    return found === undefined ? null : placeOf(found.place);
  }

  async deafContextAt(frame: GroupFrame, inner: GroupFrame | undefined): Promise<CodePlace | null | undefined> {
    const at = await this.packages.at(frame);
    const called = inner && (await this.packages.at(inner));
    if (at === undefined || (inner !== undefined && called === undefined)) return undefined;
    if (called !== undefined && !takesContextParameter(called.pkg, called.fn)) return null;
    const place = deafContextAt(at.pkg, at, called?.fn);
    return place === undefined ? null : placeOf(place);
  }

  async waitGroupAt(frame: GroupFrame): Promise<WaitGroupCode | undefined> {
    const at = await this.packages.at(frame);
    const group = at && waitGroupWaitedFor(at);
    if (group === undefined) return undefined;
    const of = (...kinds: readonly string[]): (typeof group.problems)[number] | undefined =>
      group.problems.find(({ kind }) => kinds.includes(kind));
    const skipped = of('doneSkipped');
    const copied = of('copied');
    const never = of('noDone');
    const late = of('addInGoroutine', 'addAfterWait');
    return {
      missingDone: skipped && placeOf(skipped.exits.at(0)?.place ?? skipped.place),
      copied: copied && placeOf(copied.place),
      neverDone: never && placeOf(never.place),
      lateAdd: late && placeOf(late.place),
    };
  }

  unclosedBodyIn(frame: GroupFrame): Promise<CodePlace | null | undefined> {
    return this.leftOpen(frame, 'body');
  }

  async unclosedBodiesNear(frame: GroupFrame): Promise<readonly FunctionPlace[] | undefined> {
    const at = await this.packages.at(frame);
    const all = at?.pkg.files.flatMap(({ code }) => resourcesIn(at.pkg, code.root)) ?? [];
    return (
      at &&
      all.flatMap((one) => {
        const open = one.kind === 'body' ? openExitOf(at.pkg, one) : undefined;
        return open === undefined ? [] : [{ ...open, function: one.surroundings.function }];
      })
    );
  }

  unclosedRowsIn(frame: GroupFrame): Promise<CodePlace | null | undefined> {
    return this.leftOpen(frame, 'rows', 'transaction', 'statement', 'connection');
  }

  async undatedDialIn(frames: readonly GroupFrame[]): Promise<CodePlace | null | undefined> {
    let isUnread = false;
    for (const frame of frames) {
      const at = await this.packages.at(frame);
      isUnread ||= at === undefined;
      if (at === undefined) continue;
      // In a loop it is a conversation, which may rest.
      if (isInLoop(at) || setsDeadlines(at.pkg)) return null;
      const dial = dialsIn(at.pkg, at.fn.node).find(({ line }) => line < at.line);
      if (dial !== undefined) return placeOf(dial);
    }
    return isUnread ? undefined : null;
  }

  async unclosedInputIn(frame: GroupFrame): Promise<CodePlace | null | undefined> {
    const at = await this.packages.at(frame);
    const found = at && resourcesIn(at.pkg, at.fn.node).find((one) => one.kind === 'input' && openExitOf(at.pkg, one));
    return at && (found === undefined ? null : placeOf(found.statement));
  }

  unclosedPipeIn(frame: GroupFrame): Promise<CodePlace | null | undefined> {
    return this.leftOpen(frame, 'pipe');
  }

  async transportsNear(frame: GroupFrame): Promise<readonly TransportCode[] | undefined> {
    const at = await this.packages.at(frame);
    const root = at?.pkg.file(at.path)?.code.root;
    if (at === undefined || root === undefined) return undefined;
    const literals = settingsIn(at.pkg, root);
    return literals.filter(({ kind }) => kind === 'transport').map((one) => transportCode(one, literals));
  }

  async transportsPerCallNear(frame: GroupFrame): Promise<readonly FunctionPlace[] | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    if (at.pkg.mentionsOf('CloseIdleConnections').length > 0) return [];
    return at.pkg.files
      .flatMap(({ code }) => settingsIn(at.pkg, code.root))
      .filter(
        ({ kind, life, settings }) => kind === 'transport' && life === 'call' && !settings.has('DisableKeepAlives'),
      )
      .map(({ place, surroundings }) => ({ ...placeOf(place), function: surroundings.function }));
  }

  async lockAt(frame: GroupFrame): Promise<LockCode | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const locks = locksIn(at.pkg, at.fn.node);
    const taken = locks.find(({ place }) => place.line === at.line);
    // A literal's locks are not those of the function around it, nor the other way round: that one is a frame of its own.
    const body = bodyOf(at, frame);
    const held = locks.filter((lock) => lock !== taken && lock.body === body && isHeldAt(lock, at.line));
    return {
      lock: taken?.lock ?? '',
      name: taken === undefined ? '' : nameOfLock(taken),
      kind: taken?.kind ?? 'lock',
      held: held.map((one) => ({
        lock: one.lock,
        name: nameOfLock(one),
        kind: one.kind,
        isTakenAgain: isTakenAgainAt(one, at.line),
      })),
      keptAt: taken && keptAt(at.pkg, taken.lock),
    };
  }

  async isBeyondReach(frame: GroupFrame, wait: WaitClass, others: readonly GroupFrame[]): Promise<boolean | undefined> {
    const at = await this.packages.at(frame);
    return at && isBeyondReach(at.pkg, at, wait, others);
  }

  async isTurningForEver(frame: GroupFrame, others: readonly GroupFrame[]): Promise<boolean | undefined> {
    const at = await this.packages.at(frame);
    return at && isTurningForEver(at.pkg, at, others);
  }

  async slotsAt(frame: GroupFrame): Promise<SlotCode | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const { wanted, held } = slotWaitsAt(at.pkg, at, at.fn.node);
    return {
      wanted,
      held: held.map(({ key, on, place }) => ({ ...placeOf(place), key, on })),
      kept: slotKeptAt(at.pkg, wanted),
    };
  }

  unreturnedIn(frame: GroupFrame): Promise<CodePlace | null | undefined> {
    return this.leftOpen(frame, 'pooled');
  }

  async isServedBy(frame: GroupFrame, wait: WaitClass, frames: readonly GroupFrame[]): Promise<boolean | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const graph = CallGraph.of(at.pkg);
    const bodies = new Set(frames.map(({ file, line }) => at.pkg.file(file) && graph.bodyAt(file, line)));
    return this.partnersAt(at, wait).some((node) => bodies.has(functionNode(node)) || bodies.has(runningIn(node)));
  }

  async entriesTo(frame: GroupFrame): Promise<readonly string[] | undefined> {
    const at = await this.packages.at(frame);
    return at && entriesTo(at.pkg, at);
  }

  async droppedCallsNear(
    frame: GroupFrame,
    library: string,
    names: readonly string[],
  ): Promise<readonly DroppedCall[] | undefined> {
    const at = await this.packages.at(frame);
    return at && droppedCalls(at.pkg, library, names).map(({ place, ...rest }) => ({ ...placeOf(place), ...rest }));
  }

  async serversWithoutTimeouts(frame: GroupFrame): Promise<readonly CodePlace[] | undefined> {
    const at = await this.packages.at(frame);
    return at?.pkg.files.flatMap(({ code }) =>
      settingsIn(at.pkg, code.root)
        .filter(({ kind, problems }) => kind === 'server' && problems.some((one) => one.kind === 'noReadTimeout'))
        .map(({ place }) => placeOf(place)),
    );
  }

  async serverClosesNear(
    frame: GroupFrame,
  ): Promise<readonly (CloseCode & { readonly isHere: boolean })[] | undefined> {
    const at = await this.packages.at(frame);
    return at?.pkg.files.flatMap(({ code }) =>
      serverClosesIn(at.pkg, code.root).map(({ kind, place, surroundings }) => ({
        ...placeOf(place),
        kind: kind === 'server' ? ('server' as const) : ('header' as const),
        function: surroundings.function,
        isHere: at.pkg.functionAround(at.pkg.nodeAt(place)!)?.node === at.fn.node,
      })),
    );
  }

  async unlimitedCallAt(
    frame: GroupFrame,
  ): Promise<(CodePlace & { readonly call: string; readonly made: CodePlace | undefined }) | null | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const found = clientCallsAt(at.pkg, at).find(({ isLimited }) => isLimited === false);
    return found === undefined
      ? null
      : { ...placeOf(found.place), call: found.call, made: found.made && placeOf(found.made) };
  }

  async timersIn(
    frame: GroupFrame,
  ): Promise<readonly (CodePlace & { readonly kind: 'ticker' | 'after' })[] | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const after = timersIn(at.pkg, at.fn.node).filter(({ kind }) => kind === 'afterInLoop' || kind === 'tick');
    const tickers = resourcesIn(at.pkg, at.fn.node).filter((one) => one.kind === 'ticker' && openExitOf(at.pkg, one));
    return [
      ...after.map(({ kind, place }) => ({
        ...placeOf(place),
        kind: kind === 'tick' ? ('ticker' as const) : ('after' as const),
      })),
      ...tickers.map(({ place }) => ({ ...placeOf(place), kind: 'ticker' as const })),
    ];
  }

  async growingIn(frame: GroupFrame): Promise<(CodePlace & { readonly name: string }) | null | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const { line: first, endLine: last } = at.fn.node;
    const isHere = ({ path, line }: Place): boolean => path === at.path && line >= first && line <= last;
    for (const { name, grows, shrinks, isExported } of growthOf(at.pkg)) {
      const place = grows.find(isHere);
      if (place !== undefined && shrinks.length === 0 && !isExported) return { ...placeOf(place), name };
    }
    return null;
  }

  async recursionIn(
    frame: GroupFrame,
  ): Promise<{ readonly call: CodePlace; readonly isBounded: boolean } | null | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const found = recursionOf(at.pkg, at.fn);
    if (found === undefined) return null;
    return { call: placeOf(found.calls[0]), isBounded: found.bound?.kind === 'smaller' };
  }

  async startAt(frame: GroupFrame): Promise<{ readonly isUnbounded: boolean } | null | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const start = goStatementsIn(at.pkg, at.fn.node).find(({ place }) => place.line === at.line);
    if (start === undefined) return null;
    const { surroundings, limit } = start;
    return {
      isUnbounded: surroundings.loop !== undefined && surroundings.request !== undefined && limit === undefined,
    };
  }

  async conversionAt(frame: GroupFrame): Promise<Conversion | null | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const kinds = new Set(allocationsAt(at.pkg, at).map(({ kind }) => kind));
    const found = (['roundTrip', 'bytesOfString', 'stringOfBytes'] as const).filter((kind) => kinds.delete(kind));
    return found.length === 0 || kinds.size > 0 ? null : found.length > 1 ? 'roundTrip' : found[0];
  }

  async repeatedWorkAt(frame: GroupFrame): Promise<CodePlace | null | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    const found = repeatedWorkIn(at.pkg, at.fn.node).find(
      ({ place, isConstant }) => place.line === at.line && isConstant,
    );
    return found === undefined ? null : placeOf(found.place);
  }

  private async leftOpen(
    frame: GroupFrame,
    ...kinds: readonly Resource['kind'][]
  ): Promise<CodePlace | null | undefined> {
    const at = await this.packages.at(frame);
    if (at === undefined) return undefined;
    for (const one of resourcesIn(at.pkg, at.fn.node)) {
      const open = kinds.includes(one.kind) ? openExitOf(at.pkg, one) : undefined;
      if (open !== undefined) return open;
    }
    return null;
  }

  private partnersAt(at: CodeAt, wait: WaitClass): readonly GoNode[] {
    const key = `${wait}\0${at.path}:${at.line}`;
    let found = this.partners.get(key);
    if (found === undefined) this.partners.set(key, (found = partnersAt(at.pkg, at, wait)));
    return found;
  }
}

/** The group; of a parameter the one that a caller gives, for there its Adds and Dones are. */
function waitGroupWaitedFor({ pkg, path, line, fn }: CodeAt): WaitGroupFacts | undefined {
  const isHere = ({ waits }: WaitGroupFacts): boolean => waits.some((at) => at.path === path && at.line === line);
  const own = waitGroupsIn(pkg, fn.node).find(isHere);
  if (own === undefined || own.adds.length > 0) return own;
  const callers = pkg.mentionsOf(fn.name).flatMap((name) => pkg.functionAround(name)?.node ?? []);
  return [...new Set(callers)].flatMap((node) => waitGroupsIn(pkg, node)).find(isHere) ?? own;
}

/** The declaration, or the literal in it that the frame is in: one that begins on the line is only made there. */
function bodyOf({ pkg, path, line, fn }: CodeAt, { function: name }: GroupFrame): GoNode | undefined {
  if (!/\.func\d+(\.\d+)*$/.test(name)) return fn.node;
  const innermost = CallGraph.of(pkg).bodyAt(path, line);
  const around = innermost?.line === line ? functionNode(innermost) : undefined;
  return around?.type === 'func_literal' ? around : innermost;
}

/** The line is in a loop of the innermost function or literal around it. */
function isInLoop({ pkg, path, line }: CodeAt): boolean {
  const body = CallGraph.of(pkg).bodyAt(path, line);
  const loops = body === undefined ? [] : ownNodes(body).filter(({ type }) => type === 'for_statement');
  return loops.some((loop) => loop.line <= line && line <= loop.endLine);
}
