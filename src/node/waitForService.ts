// Waits until a service that is just being started serves net/http/pprof. In: a target, how long. Out: what it offers.
// Invariants: asks only for the index, which costs the service nothing; what time cannot mend (a certificate, a login)
// ends the wait at once; the error says that it was waited, for how long, and what stood in the way last.

import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, UserError } from '../base/userError';
import { preflight, type Preflight, type PreflightOptions } from './preflight';
import type { Target } from './target';

/** A service starts in a second or so; asked this often, little of it is lost. */
const pauseMs = 200;

const lastingCodes = [
  'unauthorized',
  'login-page',
  'proxy-auth',
  'certificate',
  'client-certificate',
  'bad-certificate-file',
  'tls-expected',
  'plain-http',
  'bad-header',
  'bad-target',
];

/** Throws UserError `no-endpoint` when the time is over, what preflight throws when waiting is no use, CancelledError. */
export async function waitForService(target: Target, waitMs: number, options: PreflightOptions): Promise<Preflight> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      const left = Math.max(1, deadline - performance.now());
      const limits = { connectMs: Math.min(10_000, left), idleMs: Math.min(10_000, left), ...options.limits };
      return await preflight(target, { ...options, limits });
    } catch (error) {
      if (!UserError.is(error) || UserError.is(error, ...lastingCodes)) throw error;
      if (performance.now() + pauseMs >= deadline) throw tooLate(target, waitMs, error);
    }
    try {
      await sleep(pauseMs, undefined, options.signal === undefined ? {} : { signal: options.signal });
    } catch {
      throw new CancelledError();
    }
  }
}

function tooLate({ url }: Target, waitMs: number, last: UserError): UserError {
  const message = `${url} did not serve profiles within ${waitMs / 1000} s: ${last.message}`;
  return new UserError('no-endpoint', message, last.next, { cause: last });
}
