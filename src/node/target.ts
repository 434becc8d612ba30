// What a person types for a service, to URLs. In: `:6060`, `localhost:6060`, `https://host/prefix/debug/pprof/`,
// `…/debug/pprof/heap?seconds=5`. Out: the pprof index, and what else the text said. Pure: called while typing.
// Invariants: `url` ends in `/` and holds neither credentials nor query, so it can be shown, stored and parsed
// again; user and password and unknown query parameters travel as Secrets and appear in no error text.

import { isIPv6 } from 'node:net';
import { UserError } from '../base/userError';
import type { Access } from './access';
import { endpointName, isWellKnown, secondsFor } from './kinds';
import { Secret } from './secret';

export interface Target {
  /** The pprof index; `https+insecure:` as in go tool pprof where the certificate shall not be checked. */
  readonly url: string;
  /** Where the index may be instead when nothing is found at `url`, likely ones first. */
  readonly alternatives?: readonly string[];
  /** The profile that a full URL named; `profile` is the CPU. */
  readonly kind?: string;
  readonly seconds?: number;
  readonly debug?: number;
  readonly access?: Access;
}

/** Throws UserError with code `bad-target` or `bad-seconds`. */
export function parseTarget(text: string): Target {
  const { url, insecure } = toUrl(text.trim());
  const place = placeOf(url);
  const seconds = secondsOf(url, place.kind);
  const debug = Number(url.searchParams.get('debug') ?? 0);
  const access = accessOf(url, insecure);
  const at = (path: string): string =>
    `${url.protocol.replace(':', insecure ? '+insecure:' : ':')}//${url.host}${path}`;
  return {
    url: at(place.index),
    ...(place.alternatives.length === 0 ? {} : { alternatives: place.alternatives.map(at) }),
    ...(place.kind === undefined ? {} : { kind: place.kind }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(debug > 0 ? { debug } : {}),
    ...(access === undefined ? {} : { access }),
  };
}

/** The URL of a profile of the target. The name's own slashes stay slashes: Go takes all that follows the prefix. */
export function profileUrl(index: string, kind: string, query: Readonly<Record<string, number | undefined>>): URL {
  const parts = kind.split('/');
  if (kind === '' || parts.some((part) => part === '.' || part === '..')) {
    throw new UserError('bad-kind', `"${kind}" cannot be the name of a profile.`, 'Choose one that the service lists.');
  }
  const url = requestUrl(index);
  url.pathname += parts.map((part) => encodeURIComponent(part)).join('/');
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

/** The URL to ask, without the `+insecure` that only we and go tool pprof know. */
export function requestUrl(shown: string): URL {
  return new URL(shown.replace(/^https\+insecure:/, 'https:'));
}

/** A URL as it may be shown: no user, no password, no query. */
export function shownUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function toUrl(text: string): { url: URL; insecure: boolean } {
  if (text === '') throw badTarget('Nothing was given to capture from.');
  if (/[\s\p{Cc}]/u.test(text)) throw badTarget('An address has no blanks.');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'file' || (scheme === undefined && /^(\.{0,2}[/\\]|[a-z]:\\|~)/i.test(text))) {
    throw new UserError('bad-target', 'That is a file, not a running service.', 'Open it as a profile instead.');
  }
  if (scheme !== undefined && !['http', 'https', 'https+insecure'].includes(scheme)) {
    throw badTarget(`${scheme}:// cannot be captured from.`);
  }
  if (scheme !== undefined) {
    return { url: parsed(text.replace(/^https\+insecure:/i, 'https:')), insecure: scheme === 'https+insecure' };
  }
  if (/^\d{1,5}$/.test(text)) return toUrl(`localhost:${text}`);
  if (text.startsWith(':') && !isIPv6(text)) return toUrl(`localhost${text}`);
  const bare = isIPv6(text) ? `[${text}]` : text;
  return { url: parsed(`${/^[^/?#]*:443([/?#]|$)/.test(bare) ? 'https' : 'http'}://${bare}`), insecure: false };
}

function parsed(text: string): URL {
  const authority = /^[a-z]+:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  const port = /:([^:\]]*)$/.exec(authority.replace(/^.*@/, ''))?.[1];
  if (port !== undefined && port !== '' && !(/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    // Not repeated: without a host, `user:password` looks like a host and a port.
    throw badTarget('The port must be a number from 1 to 65535.');
  }
  try {
    // `http:///x` would be read as the host x.
    if (authority !== '') return new URL(text);
  } catch {
    // Said below: Node's own text would repeat the input, and with it a password.
  }
  throw badTarget('That is not an address of a service.');
}

interface Place {
  readonly index: string;
  readonly kind?: string;
  readonly alternatives: readonly string[];
}

/** Which part of the path is the index, and which names a profile. */
function placeOf(url: URL): Place {
  const path = url.pathname.replace(/\/{2,}/g, '/');
  const standard = /^(.*?\/debug\/pprof)(\/.*)$/.exec(`${path}/`) ?? /^(.*?\/pprof)(\/.*)$/.exec(`${path}/`);
  if (standard !== null) {
    const kind = decoded(standard[2].replace(/^\/|\/+$/g, ''));
    return { index: `${standard[1]}/`, alternatives: [], ...(kind === '' ? {} : { kind }) };
  }
  if (path === '/') return { index: '/debug/pprof/', alternatives: [] };
  if (/\/debug\/?$/.test(path)) return { index: `${path.replace(/\/$/, '')}/pprof/`, alternatives: [] };
  const last = decoded(path.slice(path.lastIndexOf('/') + 1));
  const asksForProfile = ['seconds', 'debug', 'gc'].some((name) => url.searchParams.has(name));
  if (last !== '' && (isWellKnown(last) || asksForProfile)) {
    return { index: path.slice(0, path.lastIndexOf('/') + 1), kind: endpointName(last), alternatives: [] };
  }
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return { index: prefix, alternatives: [`${prefix}debug/pprof/`, '/debug/pprof/'] };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function secondsOf(url: URL, kind: string | undefined): number | undefined {
  const text = url.searchParams.get('seconds');
  return text === null ? undefined : secondsFor(kind ?? 'profile', text.trim() === '' ? NaN : Number(text));
}

function accessOf(url: URL, insecure: boolean): Access | undefined {
  const query = new URLSearchParams(url.search);
  for (const name of ['seconds', 'debug']) query.delete(name);
  const hasUser = url.username !== '' || url.password !== '';
  const userinfo = `${decoded(url.username)}:${decoded(url.password)}`;
  if (!hasUser && !insecure && query.size === 0) return undefined;
  return {
    ...(hasUser ? { headers: { authorization: new Secret(`Basic ${Buffer.from(userinfo).toString('base64')}`) } } : {}),
    ...(insecure ? { tls: { insecure: true } } : {}),
    ...(query.size === 0 ? {} : { query: new Secret(query.toString()) }),
  };
}

function badTarget(message: string): UserError {
  return new UserError('bad-target', message, 'Give something like localhost:6060 or https://host/debug/pprof/.');
}
