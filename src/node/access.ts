// What a request may show to prove who asks: headers, a client certificate, a query that carries a token.
// In: what the user typed or stored. Out: one Access per capture, merged from the target and the caller.
// Invariant: values that can be secret are Secrets until the request is made, and go to one origin only.

import { UserError } from '../base/userError';
import { Secret } from './secret';

export interface TlsAccess {
  /** PEM texts. `ca` replaces the built-in authorities, as `go tool pprof -tls_ca` does. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: Secret;
  /** Talk to whoever answers, whatever its certificate says. */
  readonly insecure?: boolean;
}

export interface Access {
  readonly headers?: Readonly<Record<string, Secret>>;
  readonly tls?: TlsAccess;
  /** Extra query parameters of the URL, e.g. `token=…`, sent with every request. */
  readonly query?: Secret;
}

/** The caller's headers win over the target's: a token given now is newer than one in a saved URL. */
export function mergeAccess(target: Access | undefined, caller: Access | undefined): Access {
  const query = caller?.query ?? target?.query;
  return {
    headers: { ...target?.headers, ...caller?.headers },
    tls: { ...target?.tls, ...caller?.tls },
    ...(query === undefined ? {} : { query }),
  };
}

/** `Authorization: Bearer x` to a name and a value; names are lower case. Throws UserError. */
export function parseHeader(line: string): readonly [name: string, value: Secret] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/.exec(line.trimEnd());
  if (match === null) {
    // The line is not repeated: it may hold a token.
    throw new UserError('bad-header', 'That is not a header.', "Write it as 'Name: value', on one line.");
  }
  return [match[1].toLowerCase(), new Secret(match[2])];
}
