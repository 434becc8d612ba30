// Every fix for a finding. In: a finding's rule and lines, its package's source, its module. Out: fixes, the plainest first.
// Invariants: nothing is offered for a file that could not be read as a whole; the same edits are offered once.

import { atOnce, type Pieces } from '../../../base/pieces';
import type { GoParser } from '../../golang/syntax';
import type { CodeLine, GoPackage } from '../code/goPackage';
import { addBeforeGo } from './addBeforeGo';
import { bufferChannel } from './bufferChannel';
import { closeBody } from './closeBody';
import { closeRows } from './closeRows';
import { currentTls } from './currentTls';
import { deferCancel } from './deferCancel';
import { doneCase } from './doneCase';
import { doneFirst } from './doneFirst';
import { finished, isReadable } from './finish';
import type { Fix, Fixer, FixSite, ModuleFacts } from './fix';
import { groupByPointer } from './groupByPointer';
import { groupGo } from './groupGo';
import { hoistRegexp } from './hoistRegexp';
import { keepConnections } from './keepConnections';
import { offerInDefer } from './offerInDefer';
import { passContext } from './passContext';
import { serverTimeouts } from './serverTimeouts';
import { shareTransport } from './shareTransport';
import { sleepWithContext } from './sleepWithContext';
import { stopTicker } from './stopTicker';
import { timerInLoop } from './timerInLoop';
import { unlock } from './unlock';

export const fixers: readonly Fixer[] = [
  closeBody,
  closeRows,
  passContext,
  doneCase,
  bufferChannel,
  offerInDefer,
  doneFirst,
  addBeforeGo,
  groupByPointer,
  groupGo,
  serverTimeouts,
  shareTransport,
  keepConnections,
  currentTls,
  stopTicker,
  timerInLoop,
  sleepWithContext,
  unlock,
  hoistRegexp,
  deferCancel,
];

export interface FixRequest {
  /** Id of the rule that found it. */
  readonly rule: string;
  /** The finding's own line first, then those of its evidence. */
  readonly lines: readonly CodeLine[];
  readonly module: ModuleFacts;
}

export function fixesFor(pkg: GoPackage, request: FixRequest, parser: GoParser): readonly Fix[] {
  return atOnce(findingFixes(pkg, request, parser));
}

/** The same for a thread on which others wait. */
export function* findingFixes(
  pkg: GoPackage,
  { rule, lines, module }: FixRequest,
  parser: GoParser,
): Pieces<readonly Fix[]> {
  const own = fixers.filter(({ rules }) => rules.includes(rule));
  const sites = own.length === 0 ? [] : lines.flatMap((at) => siteOf(pkg, at, module) ?? []);
  const fixes: Fix[] = [];
  for (const fixer of own) {
    for (const site of sites) {
      const found: Fix[] = [];
      for (const { title, edits, why, cautions } of fixer.propose(site)) {
        const ready = yield* finished(edits, parser);
        if (ready !== undefined) found.push({ title, edits: ready, why, cautions });
      }
      for (const fix of found) if (!fixes.some((other) => isSame(other, fix))) fixes.push(fix);
      // The finding's own line says it best.
      if (found.length > 0) break;
    }
  }
  return fixes;
}

function siteOf(pkg: GoPackage, at: CodeLine, module: ModuleFacts): FixSite | undefined {
  const file = pkg.file(at.path);
  if (file === undefined || !isReadable(file.code)) return undefined;
  const fn = pkg.functionAt(at);
  return { pkg, module, at, fn, scope: fn?.node ?? file.code.root };
}

function isSame(a: Fix, b: Fix): boolean {
  return JSON.stringify(a.edits) === JSON.stringify(b.edits);
}
