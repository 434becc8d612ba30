// TLS settings of today. In: the line of a tls.Config or of its Transport. Out: old versions and suites taken out, sessions
// resumed, HTTP/2 and more than two idle connections a host. Invariant: what is not at fault stays as it is.

import { type SettingsLiteral, settingsIn } from '../code/httpLiterals';
import { CodeEdits } from './codeEdits';
import type { Fixer, FixSite, Proposal } from './fix';
import { type Change, changeSettings } from './settings';

export const currentTls: Fixer = {
  rules: ['tls-handshake-churn', 'keepalives-disabled'],
  propose(site) {
    const { pkg, scope, at } = site;
    const all = settingsIn(pkg, scope);
    const isNear = (one: SettingsLiteral): boolean =>
      [one.place.line, ...one.problems.map(({ place }) => place.line)].includes(at.line);
    return all
      .filter(({ kind }) => kind === 'tls')
      .flatMap((literal) => {
        const transport = all.find((one) => one.kind === 'transport' && holds(one, literal));
        if (!isNear(literal) && (transport === undefined || !isNear(transport))) return [];
        return proposal(pkg, literal, transport) ?? [];
      });
  },
};

function holds({ place }: SettingsLiteral, { place: inner }: SettingsLiteral): boolean {
  return place.path === inner.path && place.start <= inner.start && inner.end <= place.end;
}

function proposal(
  pkg: FixSite['pkg'],
  literal: SettingsLiteral,
  transport: SettingsLiteral | undefined,
): Proposal | undefined {
  const node = pkg.nodeAt(literal.place, 'composite_literal');
  const has = (kind: string): boolean => literal.problems.some((one) => one.kind === kind);
  if (node === undefined) return undefined;
  const edits = new CodeEdits(pkg);
  const tls = edits.library(node, 'crypto/tls');
  const changes: Change[] = [
    ...(has('oldMaxVersion') ? [{ name: 'MaxVersion', value: undefined }] : []),
    ...(has('rsaKeyExchange') ? [{ name: 'CipherSuites', value: undefined }] : []),
    ...(has('ticketsOff') ? [{ name: 'SessionTicketsDisabled', value: undefined }] : []),
    ...(has('oldMinVersion') ? [{ name: 'MinVersion', value: `${tls}.VersionTLS12` }] : []),
    ...(has('noSessionCache') ? [{ name: 'ClientSessionCache', value: `${tls}.NewLRUClientSessionCache(0)` }] : []),
  ];
  if (changes.length === 0) return undefined;
  changeSettings(edits, literal, changes);
  if (transport !== undefined) changeSettings(edits, transport, ofTransport(transport));
  const names = changes.map(({ name }) => name).join(', ');
  return {
    title: `Bring the TLS settings up to date: ${names}`,
    edits,
    why: 'TLS 1.3 needs one round trip and no RSA decryption, a resumed session less, and HTTP/2 one connection for all calls.',
    cautions:
      has('oldMinVersion') || has('oldMaxVersion') ? ['See that the other side can speak TLS 1.2 or newer.'] : [],
  };
}

function ofTransport({ settings }: SettingsLiteral): readonly Change[] {
  const absent = (name: string): boolean => !settings.has(name);
  return [
    ...(absent('ForceAttemptHTTP2') ? [{ name: 'ForceAttemptHTTP2', value: 'true' }] : []),
    ...(absent('MaxIdleConnsPerHost') ? [{ name: 'MaxIdleConnsPerHost', value: '32' }] : []),
  ];
}
