// One HTTP GET, to memory. In: a URL, what may be shown to its origin, limits. Out: status, headers, body; or a
// UserError of connectionErrors.ts, or CancelledError.
// Invariants: an aborted or failed request leaves no open connection (Go's profilers end when the client is gone);
// nothing waits without a limit; headers, query and client certificate go to the first origin only, never along with
// a redirect to another one.
//
// node:http and node:https on purpose, not fetch: VS Code replaces their `request` in place with one that knows the
// user's proxy and certificates, for the `node:` names too (microsoft/vscode:
// src/vs/workbench/api/node/proxyResolver.ts, `mergeModules`), and only they let us see TLS errors by code.

import http from 'node:http';
import https from 'node:https';
import { CancelledError, UserError } from '../base/userError';
import type { Access } from './access';
import {
  type Attempt,
  answerTimeout,
  badCertificateFile,
  connectionError,
  connectTimeout,
  type Phase,
} from './connectionErrors';
import { plainBody } from './contentEncoding';
import { shownUrl } from './target';

export interface Limits {
  /** Until the request is sent: name, connection, TLS. */
  readonly connectMs: number;
  /** Longest silence afterwards; the time to measure is part of it. */
  readonly idleMs: number;
  /** Everything together, redirects too. */
  readonly totalMs: number;
  /** Of the body, as sent. */
  readonly maxBytes: number;
}

export const defaultLimits: Limits = { connectMs: 10_000, idleMs: 30_000, totalMs: 120_000, maxBytes: 2 ** 30 };

export interface GetRequest {
  readonly url: URL;
  readonly access: Access;
  readonly limits: Limits;
  readonly signal?: AbortSignal | undefined;
  /** How many redirects to follow, at most 5; with 0 the redirect itself is the answer. */
  readonly redirects?: number;
  /** The measuring time asked for, for sentences only. */
  readonly seconds?: number | undefined;
  onProgress?(phase: Phase, receivedBytes: number, totalBytes: number | undefined): void;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Uint8Array;
  /** The URL that answered, after redirects. */
  readonly url: URL;
}

const maxRedirects = 5;
const redirectStatuses = [301, 302, 303, 307, 308];

export async function httpGet(request: GetRequest): Promise<Answer> {
  const started = Date.now();
  const { ca } = request.access.tls ?? {};
  // Node takes a text without any certificate for an empty list, and then blames the service.
  if (ca !== undefined && !/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(ca)) throw badCertificateFile();
  const origin = request.url.origin;
  const redirects = request.redirects ?? maxRedirects;
  let url = request.url;
  for (let hop = 0; ; hop++) {
    const own = url.origin === origin;
    const left = request.limits.totalMs - (Date.now() - started);
    const answer = await oneGet(request, url, own ? request.access : forOthers(request.access), left);
    const { location } = answer.headers;
    if (!redirectStatuses.includes(answer.status) || location === undefined || redirects === 0) return answer;
    if (hop === redirects) throw tooManyRedirects(request.url);
    url = redirected(url, location);
  }
}

function oneGet(request: GetRequest, asked: URL, access: Access, leftMs: number): Promise<Answer> {
  const { limits, signal } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new CancelledError());
      return;
    }
    const url = withQuery(asked, access);
    const started = Date.now();
    let phase: Phase = 'connecting';
    let received = 0;
    let totalBytes: number | undefined;
    const attempt = (): Attempt => ({
      url: asked,
      phase,
      elapsedMs: Date.now() - started,
      receivedBytes: received,
      ...(request.seconds === undefined ? {} : { seconds: request.seconds }),
    });
    const step = (next: Phase): void => {
      phase = next;
      request.onProgress?.(phase, received, totalBytes);
    };

    let idle = setTimeout(() => end(connectTimeout(attempt())), Math.min(limits.connectMs, leftMs));
    const total = setTimeout(
      () => end(phase === 'connecting' ? connectTimeout(attempt()) : answerTimeout(attempt())),
      leftMs,
    );
    const restartIdle = (): void => {
      clearTimeout(idle);
      idle = setTimeout(() => end(answerTimeout(attempt())), limits.idleMs);
    };
    const cancel = (): void => end(new CancelledError());
    const settle = (): void => {
      clearTimeout(idle);
      clearTimeout(total);
      signal?.removeEventListener('abort', cancel);
    };
    const end = (reason: unknown): void => {
      settle();
      outgoing?.destroy();
      reject(reason instanceof Error ? reason : new Error(String(reason)));
    };
    const fail = (error: unknown): void => end(connectionError(error, attempt()));

    let outgoing: http.ClientRequest | undefined;
    try {
      outgoing = (url.protocol === 'https:' ? https : http).request(url, optionsOf(access));
    } catch (error) {
      fail(error); // A certificate, key or header that Node does not take.
      return;
    }
    signal?.addEventListener('abort', cancel, { once: true });
    request.onProgress?.('connecting', 0, undefined);
    outgoing.on('error', fail);
    outgoing.on('finish', () => {
      restartIdle();
      if (phase === 'connecting') step('waiting');
    });
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      const announced = Number(incoming.headers['content-length'] ?? NaN);
      totalBytes = Number.isFinite(announced) ? announced : undefined;
      if (announced > limits.maxBytes) {
        end(tooMuch(asked, limits.maxBytes));
        return;
      }
      incoming.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > limits.maxBytes) {
          end(tooMuch(asked, limits.maxBytes));
          return;
        }
        restartIdle();
        chunks.push(chunk);
        step('receiving');
      });
      incoming.on('error', fail);
      incoming.on('end', () => {
        settle();
        const { statusCode: status = 0, headers } = incoming;
        plainBody(Buffer.concat(chunks), headers['content-encoding'], limits.maxBytes).then((body) => {
          resolve({ status, headers, body, url: asked });
        }, reject);
      });
    });
    outgoing.end();
  });
}

/** The user's certificate authorities are no secret, and http → https of the same service needs them. */
function forOthers({ tls }: Access): Access {
  return tls?.ca === undefined ? {} : { tls: { ca: tls.ca } };
}

function optionsOf({ headers = {}, tls = {} }: Access): https.RequestOptions {
  return {
    method: 'GET',
    headers: {
      accept: '*/*',
      'accept-encoding': 'identity',
      // No reuse: a connection that the service closed meanwhile would look like a service that died.
      connection: 'close',
      'user-agent': 'heatline',
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()])),
    },
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls.key === undefined ? {} : { key: tls.key.reveal() }),
    ...(tls.insecure === true ? { rejectUnauthorized: false } : {}),
  };
}

function withQuery(url: URL, { query }: Access): URL {
  if (query === undefined) return url;
  const out = new URL(url);
  for (const [name, value] of new URLSearchParams(query.reveal())) {
    if (!out.searchParams.has(name)) out.searchParams.append(name, value);
  }
  return out;
}

function redirected(from: URL, location: string): URL {
  let to: URL | undefined;
  try {
    to = new URL(location, from);
  } catch {
    // Said below.
  }
  if (to === undefined || !['http:', 'https:'].includes(to.protocol)) {
    const message = `${shownUrl(from)} redirects to something that is not an HTTP address.`;
    throw new UserError('bad-redirect', message, 'Check the address of the service.');
  }
  // Credentials in a redirect are the server's idea, not the user's.
  to.username = '';
  to.password = '';
  return to;
}

function tooManyRedirects(url: URL): UserError {
  const message = `${shownUrl(url)} redirects in a circle (more than ${maxRedirects} times).`;
  return new UserError('too-many-redirects', message, 'It may want a login; give the address behind it.');
}

function tooMuch(url: URL, maxBytes: number): UserError {
  const message = `${url.host} sends more than ${Math.floor(maxBytes / 2 ** 20)} MiB.`;
  return new UserError('too-much', message, 'Capture fewer seconds, or check that this is the pprof port.');
}
