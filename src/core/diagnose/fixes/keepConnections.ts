// Connections that are used again. In: the line of a Transport that closes or keeps them for good, or of a request that asks
// for it. Out: keep-alives on, idle connections ended after a while.

import { type SettingsLiteral, connectionClosesIn, settingsIn } from '../code/httpLiterals';
import { CodeEdits, statementAround } from './codeEdits';
import { atLine, type Fixer, type FixSite, type Proposal } from './fix';
import { type Change, changeSettings } from './settings';

export const keepConnections: Fixer = {
  rules: ['keepalives-disabled', 'tls-handshake-churn', 'transport-per-request', 'response-body-not-closed'],
  propose(site) {
    const { pkg, scope, at } = site;
    const transports = settingsIn(pkg, scope).filter(
      ({ kind, problems }) =>
        kind === 'transport' && problems.some((one) => one.kind === 'keepAlivesOff' || one.kind === 'noIdleTimeout'),
    );
    const linesOf = ({ place, problems }: SettingsLiteral): readonly number[] => [
      place.line,
      ...problems.map((one) => one.place.line),
    ];
    return [...atLine(transports, at.line, linesOf).map((literal) => kept(site, literal)), ...closes(site)];
  },
};

function kept({ pkg }: FixSite, literal: SettingsLiteral): Proposal {
  const edits = new CodeEdits(pkg);
  const node = pkg.nodeAt(literal.place, 'composite_literal');
  const time = node === undefined ? '' : edits.library(node, 'time');
  const isOff = literal.problems.some(({ kind }) => kind === 'keepAlivesOff');
  const idle = literal.settings.get('IdleConnTimeout')?.text ?? '0';
  const changes: Change[] = [
    ...(isOff ? [{ name: 'DisableKeepAlives', value: undefined }] : []),
    ...(idle === '0' ? [{ name: 'IdleConnTimeout', value: `90 * ${time}.Second` }] : []),
  ];
  changeSettings(edits, literal, changes);
  return {
    title: isOff ? 'Keep connections, and end idle ones' : 'Set IdleConnTimeout',
    edits,
    why: isOff
      ? 'A call then uses the connection of an earlier one, without a dial and a TLS handshake.'
      : 'Without it an idle connection, with its two goroutines, stays for good.',
    cautions: [],
  };
}

function closes({ pkg, scope, at }: FixSite): readonly Proposal[] {
  return connectionClosesIn(pkg, scope)
    .filter(({ place }) => place.line === at.line)
    .flatMap(({ place, kind }) => {
      const node = pkg.nodeAt(place);
      const statement = node && statementAround(node);
      if (statement?.is('expression_statement', 'assignment_statement') !== true) return [];
      const edits = new CodeEdits(pkg);
      edits.remove(statement);
      return [
        {
          title: `Remove ${statement.text}`,
          edits,
          why: 'It ends the connection with its request, and the next one needs another.',
          cautions: kind === 'request' ? [] : ['The other side may count on it.'],
        },
      ];
    });
}
