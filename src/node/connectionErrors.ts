// Failures below HTTP, as sentences. In: what Node threw and how far the request had come. Out: a UserError whose
// code names the case. Invariant: no text of the other side and no secret is in it; the host is what the user typed.

import { UserError } from '../base/userError';

/** How far a request had come when it failed. */
export type Phase = 'connecting' | 'waiting' | 'receiving';

export interface Attempt {
  readonly url: URL;
  readonly phase: Phase;
  /** Since the request was begun. */
  readonly elapsedMs: number;
  /** The measuring time that was asked for, in seconds. */
  readonly seconds?: number;
  readonly receivedBytes: number;
}

/** Codes of connectionError after which asking the same service for anything else is no use. */
export const hopelessCodes: readonly string[] = [
  'refused',
  'unknown-host',
  'unreachable',
  'connect-timeout',
  'certificate',
  'client-certificate',
  'bad-certificate-file',
  'tls-expected',
  'plain-http',
  'not-http',
  'tls-failed',
  'bad-header',
];

const dnsCodes = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'];
const noRouteCodes = ['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN', 'ENETDOWN', 'EACCES', 'EPERM'];
const resetCodes = ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_HTTP_INCOMPLETE'];

export function connectionError(error: unknown, attempt: Attempt): UserError {
  const { url, phase } = attempt;
  const code = codeOf(error);
  const where = url.host;
  const fail = (name: string, message: string, next: string): UserError =>
    new UserError(name, message, next, { cause: error });

  if (code === 'ECONNREFUSED') {
    return fail('refused', `Nothing listens on ${where}.`, 'Start the service, or check host and port.');
  }
  if (dnsCodes.includes(code)) {
    return fail('unknown-host', `The name ${url.hostname} cannot be resolved.`, 'Check it, and the network or VPN.');
  }
  if (code === 'ETIMEDOUT') return connectTimeout(attempt, error);
  if (noRouteCodes.includes(code)) {
    return fail('unreachable', `There is no way to ${where} (${code}).`, 'Check the network, VPN or firewall.');
  }
  const certificate = certificateProblem(code, url);
  if (certificate !== undefined) return fail(...certificate);
  if (code.startsWith('HPE_')) return isTlsRecord(error) ? tlsExpected(url, error) : notHttp(url, error);
  if (isNotTls(code)) {
    return fail('plain-http', `${where} does not speak TLS.`, `Use http://${where} instead of https.`);
  }
  if (code.startsWith('ERR_OSSL') || code.startsWith('ERR_CRYPTO')) {
    return badCertificateFile(error);
  }
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_INVALID_HTTP_TOKEN' || code === 'ERR_HTTP_INVALID_HEADER_VALUE') {
    return fail(
      'bad-header',
      'A header or query holds characters that HTTP does not allow.',
      'Check it for line ends.',
    );
  }
  if (
    phase === 'connecting' &&
    url.protocol === 'https:' &&
    (resetCodes.includes(code) || code.startsWith('ERR_SSL'))
  ) {
    const next = 'If it serves plain HTTP, use http://; if it wants a client certificate, give one with its key.';
    return fail('tls-failed', `${where} ended the TLS handshake.`, next);
  }
  if (resetCodes.includes(code)) return connectionLost(attempt, error);
  const detail = code === '' ? 'for an unknown reason' : `(${code})`;
  return fail('connection', `The connection to ${where} failed ${detail}.`, 'Check the address and try again.');
}

export function connectTimeout({ url, elapsedMs }: Attempt, cause?: unknown): UserError {
  const message = `${url.host} did not accept a connection within ${Math.round(elapsedMs / 1000)} s.`;
  return new UserError('connect-timeout', message, 'Check the address, and the network, VPN or firewall.', { cause });
}

export function badCertificateFile(cause?: unknown): UserError {
  const next = 'Give PEM files, and the key that belongs to the certificate.';
  return new UserError('bad-certificate-file', 'The given CA, certificate or key cannot be used.', next, { cause });
}

/** Silence after the request was sent, or an answer that never ends. */
export function answerTimeout(attempt: Attempt): UserError {
  const { url, phase, elapsedMs, seconds = 0, receivedBytes } = attempt;
  const after = `after ${Math.round(elapsedMs / 1000)} s`;
  if (phase === 'receiving') {
    const message = `${url.host} was still sending ${after} (${receivedBytes} bytes so far).`;
    return new UserError('timeout', message, 'Try a shorter capture, or a faster way to the service.');
  }
  const message =
    seconds > 0
      ? `${url.host} was asked to measure ${seconds} s and did not answer ${after}.`
      : `${url.host} did not answer ${after}.`;
  const next = 'The service may hang (a debugger that stopped it does that too), or the port is not HTTP.';
  return new UserError('timeout', message, next);
}

/** The other end closed the connection: it died, restarted, or something between the two gave up. */
function connectionLost(attempt: Attempt, cause: unknown): UserError {
  const { url, phase, elapsedMs, seconds = 0, receivedBytes } = attempt;
  const after = `after ${(elapsedMs / 1000).toFixed(elapsedMs < 10_000 ? 1 : 0)} s`;
  if (phase === 'receiving') {
    const message = `The answer of ${url.host} broke off after ${receivedBytes} bytes.`;
    return new UserError('connection-lost', message, 'The service stopped or restarted; capture again.', { cause });
  }
  if (seconds > 0) {
    const message = `${url.host} closed the connection ${after}, in the middle of a ${seconds} s capture.`;
    const next =
      'The service stopped or restarted, or a proxy between allows less time; look at its log, or capture fewer seconds.';
    return new UserError('connection-lost', message, next, { cause });
  }
  const message = `${url.host} closed the connection without an answer.`;
  return new UserError('connection-lost', message, 'It may have stopped, or the port is not HTTP.', { cause });
}

/** A TLS server that was asked in plain HTTP. */
export function tlsExpected(url: URL, cause?: unknown): UserError {
  return new UserError('tls-expected', `${url.host} expects TLS.`, `Use https://${url.host} instead of http.`, {
    cause,
  });
}

function notHttp(url: URL, cause: unknown): UserError {
  const message = `${url.host} listens, but what answers is not HTTP.`;
  return new UserError('not-http', message, 'Give the port that serves net/http/pprof.', { cause });
}

type Problem = readonly [code: string, message: string, next: string];

function certificateProblem(code: string, url: URL): Problem | undefined {
  const where = url.host;
  const trust = `Give the CA certificate that signed it or, if you accept not knowing who answers, use https+insecure://${where}.`;
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'CERT_UNTRUSTED':
      return ['certificate', `The certificate of ${where} is signed by nobody this machine trusts.`, trust];
    case 'CERT_HAS_EXPIRED':
      return ['certificate', `The certificate of ${where} has expired.`, `Renew it, or use https+insecure://${where}.`];
    case 'CERT_NOT_YET_VALID':
      return ['certificate', `The certificate of ${where} is not valid yet.`, 'Check the clocks of both machines.'];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [
        'certificate',
        `The certificate of ${where} is for another name than ${url.hostname}.`,
        `Use a name that it is for, or https+insecure://${where}.`,
      ];
    case 'CERT_REVOKED':
    case 'CERT_REJECTED':
    case 'INVALID_CA':
    case 'INVALID_PURPOSE':
    case 'CERT_SIGNATURE_FAILURE':
    case 'CERT_CHAIN_TOO_LONG':
      return ['certificate', `The certificate of ${where} is not acceptable (${code}).`, trust];
    default:
      if (!/ALERT_(CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED|NO_CERTIFICATE)/.test(code)) {
        return undefined;
      }
      return [
        'client-certificate',
        `${where} wants a client certificate, or does not accept the one given (${code}).`,
        'Give a certificate and key that the service trusts.',
      ];
  }
}

function isNotTls(code: string): boolean {
  return ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST', 'EPROTO'].includes(
    code,
  );
}

/** An HTTP parser that was fed a TLS alert (record type 21, version 3.x). */
function isTlsRecord(error: unknown): boolean {
  const packet = (error as { rawPacket?: unknown }).rawPacket;
  return packet instanceof Uint8Array && packet[0] === 0x15 && packet[1] === 0x03;
}

/** Node's code of an error; of the last attempt where it tried several addresses of one name. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, errors, reason } = error as { code?: unknown; errors?: unknown; reason?: unknown };
  if (typeof code === 'string') {
    return code === 'EPROTO' && typeof reason === 'string'
      ? `ERR_SSL_${reason.toUpperCase().replace(/ /g, '_')}`
      : code;
  }
  return Array.isArray(errors) ? codeOf(errors.at(-1)) : '';
}
