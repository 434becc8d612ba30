// One Transport for all calls. In: the line of a Transport that each call makes. Out: the same as a variable of the package,
// with an end for idle connections. Invariants: not where it is changed afterwards, nor where a value of the call is in it.

import type { GoNode } from '../../golang/goNode';
import { type SettingsLiteral, settingsIn } from '../code/httpLiterals';
import type { GoPackage } from '../code/goPackage';
import { CodeEdits } from './codeEdits';
import { atLine, type Fixer, type Proposal } from './fix';
import { hoist } from './packageVariable';

export const shareTransport: Fixer = {
  rules: ['transport-per-request', 'tls-handshake-churn', 'keepalives-disabled'],
  propose({ pkg, scope, at }) {
    const perCall = settingsIn(pkg, scope).filter(
      ({ kind, life }) => (kind === 'transport' || kind === 'client') && life === 'call',
    );
    const transports = perCall.filter(({ kind }) => kind === 'transport');
    return atLine(transports, at.line, ({ place }) => [place.line]).flatMap((one) => proposal(pkg, one) ?? []);
  },
};

function proposal(pkg: GoPackage, literal: SettingsLiteral): Proposal | undefined {
  const node = pkg.nodeAt(literal.place, 'composite_literal');
  const pointer = node?.parent;
  if (node === undefined || pointer?.type !== 'unary_expression' || isChanged(literal)) return undefined;
  const edits = new CodeEdits(pkg);
  const name = edits.freeGlobal('sharedTransport', 'commonTransport', 'callTransport');
  const hasIdle = !literal.problems.some(({ kind }) => kind === 'noIdleTimeout');
  hoist(edits, pointer, name, { value: hasIdle ? pointer.text : withIdleTimeout(edits, node, pointer) });
  return {
    title: 'Share one Transport for all calls',
    edits,
    why: 'A Transport keeps connections for the next call; one that is made for a call keeps its own for good.',
    cautions: [],
  };
}

function withIdleTimeout(edits: CodeEdits, literal: GoNode, pointer: GoNode): string {
  const setting = `IdleConnTimeout: 90 * ${edits.library(literal, 'time')}.Second`;
  const body = literal.get('body')!;
  const inside = body.start + 1 - pointer.start;
  const isOnLines = body.line !== body.endLine;
  const first = isOnLines
    ? `\n${edits.indent(pointer)}\t${setting},`
    : `${setting}${body.children.length > 0 ? ', ' : ''}`;
  if (literal.find('keyed_element').some((one) => one.get('key')?.text === 'IdleConnTimeout')) edits.giveUp();
  return pointer.text.slice(0, inside) + first + pointer.text.slice(inside);
}

/** `transport.Proxy = …` behind the literal: those are not of the literal, and it has to stay where it is. */
function isChanged({ settings, place }: SettingsLiteral): boolean {
  return [...settings.values()].some(({ place: at }) => at.start < place.start || at.end > place.end);
}
