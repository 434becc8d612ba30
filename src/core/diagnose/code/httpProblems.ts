// What is wrong with settings of HTTP and TLS. In: a literal's settings. Out: problems, each with the setting to
// blame, or the literal where it is absent. Source: the defaults that the documentation of net/http and crypto/tls
// gives for a zero value (Go 1.27).

import type { Place } from './goPackage';
import type { SettingsLiteral } from './httpLiterals';

export interface LiteralProblem {
  readonly kind:
    /** A Transport for each call: its connections serve no other. */
    | 'perCall'
    /** Idle connections stay for good. */
    | 'noIdleTimeout'
    | 'keepAlivesOff'
    /** A TLS configuration or a dialer of one's own turns HTTP/2 off. */
    | 'noHttp2'
    /** A Client without a time limit. */
    | 'noTimeout'
    /** A Server that waits for a request for ever. */
    | 'noReadTimeout'
    | 'noServerIdleTimeout'
    | 'oldMaxVersion'
    | 'oldMinVersion'
    /** Suites chosen by hand, with RSA key exchange among them. */
    | 'rsaKeyExchange'
    | 'ticketsOff'
    /** A client's configuration that resumes no session. */
    | 'noSessionCache';
  readonly place: Place;
}

type Known = Pick<SettingsLiteral, 'kind' | 'place' | 'settings' | 'life'>;
type Kind = LiteralProblem['kind'];

export function problemsOf(literal: Known, isForClient: boolean): readonly LiteralProblem[] {
  const { settings, place } = literal;
  const problems: LiteralProblem[] = [];
  const blame = (kind: Kind, setting?: string): void => {
    problems.push({ kind, place: (setting === undefined ? undefined : settings.get(setting)?.place) ?? place });
  };
  const is = (setting: string, ...values: readonly string[]): boolean =>
    values.includes(settings.get(setting)?.text ?? '');
  const isAbsent = (setting: string): boolean => !settings.has(setting) || is(setting, '0');
  switch (literal.kind) {
    case 'transport':
      if (literal.life === 'call') blame('perCall');
      if (is('DisableKeepAlives', 'true')) blame('keepAlivesOff', 'DisableKeepAlives');
      else if (isAbsent('IdleConnTimeout')) blame('noIdleTimeout', 'IdleConnTimeout');
      if (settings.has('TLSClientConfig') && isAbsent('ForceAttemptHTTP2')) blame('noHttp2', 'TLSClientConfig');
      break;
    case 'client':
      if (isAbsent('Timeout')) blame('noTimeout', 'Timeout');
      break;
    case 'server':
      if (isAbsent('ReadHeaderTimeout') && isAbsent('ReadTimeout')) blame('noReadTimeout');
      // IdleTimeout: "If zero, the value of ReadTimeout is used."
      if (isAbsent('IdleTimeout') && isAbsent('ReadTimeout')) blame('noServerIdleTimeout');
      break;
    case 'tls':
      if (is('MaxVersion', ...old, 'tls.VersionTLS12')) blame('oldMaxVersion', 'MaxVersion');
      if (is('MinVersion', ...old)) blame('oldMinVersion', 'MinVersion');
      if (settings.get('CipherSuites')?.text.includes('tls.TLS_RSA_') === true) blame('rsaKeyExchange', 'CipherSuites');
      if (is('SessionTicketsDisabled', 'true')) blame('ticketsOff', 'SessionTicketsDisabled');
      if (isForClient && isAbsent('ClientSessionCache')) blame('noSessionCache');
      break;
  }
  return problems;
}

const old = ['tls.VersionSSL30', 'tls.VersionTLS10', 'tls.VersionTLS11'];
