// What a Go service (or whatever stands before it) answered, as a verdict. In: an HTTP answer and what was asked.
// Out: nothing when it is what was asked, else a UserError with the next step; one sentence for each answer of
// net/http/pprof, Go 1.21 to 1.27. Invariant: the body is quoted only where `X-Go-Pprof` says that Go wrote it,
// as `go tool pprof` does; a login page or a proxy's text is never shown.

import { UserError } from '../base/userError';
import { tlsExpected } from './connectionErrors';
import type { Answer } from './httpGet';
import { isHtml } from './profileForm';
import { shownUrl } from './target';

export interface Asked {
  readonly url: URL;
  /** The name in the URL. */
  readonly kind: string;
  readonly seconds?: number | undefined;
  readonly debug?: number | undefined;
}

/** The error of an answer whose status is not 200; undefined when it is. */
export function statusError(answer: Answer, asked: Asked): UserError | undefined {
  const { status } = answer;
  if (status === 200) return undefined;
  if (answer.headers['x-go-pprof'] !== undefined) return goRefused(status, quoted(answer.body), asked);
  const where = asked.url.host;
  const shown = shownUrl(asked.url);
  const fail = (code: string, message: string, next: string): UserError => new UserError(code, message, next);

  if (status === 400 && startsWith(answer.body, 'Client sent an HTTP request to an HTTPS server')) {
    return tlsExpected(asked.url);
  }
  const moved =
    answer.url.origin === asked.url.origin ? '' : ` (redirected to ${answer.url.origin}, without credentials)`;
  switch (status) {
    case 401:
      return fail(
        'unauthorized',
        `${where} wants a user or token${moved}.`,
        moved === ''
          ? 'Give an Authorization header, or user:password@ in the address.'
          : `Use ${answer.url.origin} itself.`,
      );
    case 403:
      return fail(
        'forbidden',
        `${where} does not allow ${shown} (403)${moved}.`,
        'Ask for access, or use another port.',
      );
    case 404:
    case 410:
      return fail(
        'not-found',
        `${where} has nothing at ${shown} (${status}, and not from net/http/pprof).`,
        'Import net/http/pprof in the service, or give the prefix under which it is served.',
      );
    case 405:
      return fail('not-found', `${shown} does not take GET (405), so it is not pprof.`, 'Check the address.');
    case 407:
      return fail('proxy-auth', 'The HTTP proxy wants a login (407).', 'Set it in the proxy settings.');
    case 429:
      return fail('busy', `${where} limits requests (429).`, 'Wait a little and try again.');
    case 408:
    case 502:
    case 503:
    case 504:
      return gatewayError(status, asked);
    default:
      return fail(
        'unexpected-status',
        status >= 300 && status < 400
          ? `${shown} redirects to nowhere (${status}).`
          : `${where} answered ${status} instead of a profile.`,
        status >= 500 ? 'Look at its log.' : 'Check that this is the pprof port.',
      );
  }
}

/** The error of a 200 answer that is a page; undefined for anything else. */
export function pageError(answer: Answer, asked: Asked): UserError | undefined {
  if (!isHtml(answer.body, answer.headers['content-type'])) return undefined;
  const shown = shownUrl(asked.url);
  if (looksLikeIndex(answer.body)) {
    // pprof.Index finds the name only after a literal `/debug/pprof/`; under another path it lists, always.
    return new UserError(
      'index-instead',
      `${shown} answers with the list of profiles instead of ${asked.kind}.`,
      `In the service, register pprof.Handler("${asked.kind}") there, or strip the prefix: http.StripPrefix.`,
    );
  }
  if (answer.url.href !== asked.url.href) {
    const message = `${asked.url.host} sends to a page at ${shownUrl(answer.url)}, probably a login.`;
    return new UserError('login-page', message, 'Give a token as a header, or an address behind the login.');
  }
  const message = `${shown} is a web page, not a profile.`;
  return new UserError('web-page', message, 'Check port and prefix; a login in front answers like that too.');
}

export function emptyAnswer(asked: Asked): UserError {
  const message = `${shownUrl(asked.url)} answered with nothing.`;
  const next =
    'The service may have been stopping, or its WriteTimeout ended the answer; try again with fewer seconds.';
  return new UserError('empty-answer', message, next);
}

export function notAProfile(asked: Asked): UserError {
  const message = `What ${shownUrl(asked.url)} sends is not a profile.`;
  return new UserError('not-a-profile', message, 'Check that this is the pprof port and the name of a profile.');
}

/** Answers that Go's handlers wrote themselves. The texts are those of net/http/pprof; other texts are quoted. */
function goRefused(status: number, body: string, { url, kind, seconds = 0, debug }: Asked): UserError {
  const where = url.host;
  const fail = (code: string, message: string, next: string): UserError => new UserError(code, message, next);
  if (status === 404) {
    const leak = kind === 'goroutineleak';
    return fail(
      'unknown-profile',
      `${where} has no profile named ${kind}.`,
      leak
        ? 'Go has it from 1.27 on; in 1.26 build with GOEXPERIMENT=goroutineleakprofile.'
        : 'Choose one that its index lists.',
    );
  }
  if (/cpu profiling already in use/i.test(body)) {
    const next = 'Wait until the other CPU profile is done (another tool, another window, continuous profiling).';
    return fail('cpu-busy', `${where} is already being profiled, and Go measures one CPU profile at a time.`, next);
  }
  if (/tracer? already enabled|tracing is already enabled/i.test(body)) {
    return fail(
      'trace-busy',
      `${where} is already being traced, and Go writes one trace at a time.`,
      'Wait until it is done.',
    );
  }
  if (/exceeds server's WriteTimeout/i.test(body)) {
    const next = 'Capture fewer seconds, raise http.Server.WriteTimeout, or build with Go 1.23 or newer.';
    return fail('write-timeout', `${where} ends every answer before ${seconds} s are over (its WriteTimeout).`, next);
  }
  if (/not supported for this profile type/i.test(body)) {
    const message = `${kind} can only be taken as it is now, not over ${seconds} s.`;
    return fail('seconds-unsupported', message, 'Capture it without seconds.');
  }
  if (/seconds and debug params are incompatible/i.test(body)) {
    const message = `A difference over ${seconds} s has no text form (debug=${debug ?? 1}).`;
    return fail('seconds-with-debug', message, 'Leave out one of the two.');
  }
  if (/invalid value for "seconds"/i.test(body)) {
    return fail(
      'bad-seconds',
      `${where} does not take ${seconds} as a number of seconds.`,
      'Give a whole number above 0.',
    );
  }
  if (status === 408 || /context (canceled|deadline exceeded)/i.test(body)) {
    const message = `${where} gave up the capture before ${seconds} s were over.`;
    return fail(
      'server-deadline',
      message,
      'A handler or proxy in the service limits the time; capture fewer seconds.',
    );
  }
  const said = body === '' ? `answered ${status}` : `said: ${body}`;
  return fail('refused-by-service', `${where} could not make the ${kind} profile; it ${said}.`, 'Look at its log.');
}

function gatewayError(status: number, { url, seconds = 0 }: Asked): UserError {
  const message =
    seconds > 0
      ? `Something before ${url.host} answered ${status} instead of a ${seconds} s capture.`
      : `Something before ${url.host} answered ${status}: the service is not reachable through it.`;
  const next =
    seconds > 0
      ? 'It may allow less time: capture fewer seconds, or ask the service itself.'
      : 'Ask the service itself.';
  return new UserError('gateway', message, next);
}

export function looksLikeIndex(body: Uint8Array): boolean {
  return /<title>\/debug\/pprof\/<\/title>|href=['"]?(\/debug\/pprof\/)?goroutine\?debug=/i.test(textOf(body, 16_384));
}

/** Go's own error text, on one line and short. */
function quoted(body: Uint8Array): string {
  return textOf(body, 300)
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .replace(/\.$/, '');
}

function startsWith(body: Uint8Array, text: string): boolean {
  return textOf(body, text.length) === text;
}

function textOf(body: Uint8Array, maxBytes: number): string {
  return new TextDecoder().decode(body.subarray(0, maxBytes));
}
