// A server that ends the connection of every request. In: the source of servers, handlers and middleware, connections that
// wait for their next request, what accepting costs. Out: one finding a place that says so, or a suspicion without one.
// Invariants: a server whose connections wait for more is not it, whatever the source says; without dials or accepts
// that the profiles have counted, or where the function is on no stack, it is a suspicion.

import { counted } from '../../../base/counted';
import type { CloseCode, Code } from '../codeQuestions';
import { percentText, shortName, shown, sourceEvidence } from '../evidence';
import { causes } from '../facts/cpu';
import type { Facts } from '../facts/facts';
import { placeKey } from '../facts/leaks';
import { isInRequest } from '../facts/roles';
import type { Evidence } from '../finding';
import type { GroupFrame } from '../../goroutine/groups';
import { type Draft, type Rule, weightOf } from '../rule';
import { isBusy } from './keepAlives';

/** Connections that wait for their next request: whoever looks at the service keeps one or two himself. */
const fewIdle = 2;
/** Of what a server does, accepting: with kept connections it is next to nothing. */
const acceptShare = 0.05;
const muchAcceptShare = 0.1;
/** Nanoseconds: five samples are no accident, nor ten. */
const acceptNanos = 5e7;
/** Functions on stacks that are looked at. */
const maxFrames = 300;

export const serverKeepAlives: Rule = {
  id: 'server-keepalives-disabled',
  summary: 'A server closes each connection after one request, so every request is a new accept and handshake',
  docs: 'https://pkg.go.dev/net/http#Server.SetKeepAlivesEnabled',
  async find(facts, code) {
    if (keepsConnections(facts)) return [];
    const closes = await closesOf(facts, code);
    const churn = [...dialed(facts), ...accepting(facts, acceptShare, acceptNanos)];
    if (closes.length > 0) return closes.map((close) => draftOf(close, churn, facts));
    const much = accepting(facts, muchAcceptShare, 2 * acceptNanos);
    const place = (facts.sites?.all ?? []).find((site) => site.role === 'accept')?.place;
    if (much.length === 0 || dialed(facts).length > 0) return [];
    return [
      {
        grade: 'suspect',
        title: 'Most requests come on a connection of their own',
        detail: `Accepting connections takes ${percentText(much[0].share ?? 0)} of what the server does, and hardly any connection waits for a second request: clients, or a proxy before the service, close theirs.`,
        place,
        evidence: much,
        refute: 'There are that many clients, and each has one request.',
        advice:
          'See that clients and the proxy keep connections (HTTP/1.1 keep-alive or HTTP/2 to the upstream), and that IdleTimeout is longer than the pause between two requests.',
        weight: weightOf(much[0].share ?? 0, 0.3),
        explains: ['accepts'],
      },
    ];
  },
};

function draftOf({ kind, isOnStack, ...place }: FoundClose, churn: readonly Evidence[], facts: Facts): Draft {
  const isServer = kind === 'server';
  const handshakes = facts.cpu?.use(causes.handshake).share ?? 0;
  return {
    grade: isOnStack && churn.length > 0 ? 'likely' : 'suspect',
    title: isServer
      ? 'This server keeps no connection: each request is a new one'
      : `${place.function} closes the connection after each request`,
    detail: `${
      isServer ? 'Keep-alives are disabled for the whole server' : 'Every answer says Connection: close'
    }, and no connections wait for a next request. Each request costs a connection${
      handshakes < 0.02 ? '' : `, and handshakes take ${percentText(handshakes)} of the CPU`
    }.`,
    place,
    evidence: [
      ...churn,
      sourceEvidence(
        isServer ? 'The server is told to keep no connection.' : 'The answer is told to end its connection.',
        place,
      ),
    ],
    refute: 'A balancer before the service wants it so, to spread connections anew.',
    advice: isServer
      ? 'Remove SetKeepAlivesEnabled(false), or call it only while the server shuts down; limit idle connections with IdleTimeout.'
      : 'Remove the header, or set it only on answers after which the connection cannot be used; limit idle connections with IdleTimeout.',
    weight: weightOf(
      churn.reduce((sum, { value, unit }) => sum + (unit === 'contentions' ? value : 20), 0),
      200,
    ),
    explains: [`closes:${placeKey(place)}`],
  };
}

function keepsConnections({ sites }: Facts): boolean {
  const idle = (sites?.all ?? []).filter(({ role }) => role === 'server idle');
  return idle.reduce((sum, { now, stayed }) => sum + (stayed ?? now), 0) > fewIdle;
}

type FoundClose = CloseCode & { readonly isOnStack: boolean };

/** Once a place; on a stack if its function is on any. */
async function closesOf(facts: Facts, code: Code): Promise<readonly FoundClose[]> {
  const found = new Map<string, FoundClose>();
  for (const frame of serverFrames(facts)) {
    for (const { isHere, ...close } of (await code.serverClosesNear(frame)) ?? []) {
      const key = placeKey(close);
      found.set(key, { ...close, isOnStack: isHere || found.get(key)?.isOnStack === true });
    }
  }
  return [...found.values()];
}

/** The program's functions that serve: those that accept, and those of requests, once each. */
function serverFrames({ sites, waits, cpu, allocations, owners }: Facts): readonly GroupFrame[] {
  const accepting = (sites?.all ?? []).filter(({ role }) => role === 'accept').flatMap(({ stacks }) => stacks);
  const others = [
    ...(sites?.all ?? []).flatMap(({ stacks }) => stacks),
    ...[waits?.stacks, cpu?.stacks].flatMap((stacks) => (stacks?.rows ?? []).map(({ frames }) => frames)),
    ...(allocations?.functions ?? []).flatMap(({ rows }) => rows.map(({ frames }) => frames)),
  ].filter(isInRequest);
  const frames = new Map<string, GroupFrame>();
  for (const stack of [...accepting, ...others]) {
    for (const frame of owners.own(stack)) {
      if (frames.size < maxFrames) frames.set(`${frame.function}\0${frame.file}`, frame);
    }
  }
  return [...frames.values()];
}

/** Calls of the same process that dial again and again. */
function dialed(facts: Facts): readonly Evidence[] {
  const busy = facts.dials.filter(({ count }) => isBusy(count, facts));
  const count = busy.reduce((sum, dials) => sum + dials.count, 0);
  if (count === 0) return [];
  const calls = busy.map(({ own }) => shortName(own[0].function));
  return [
    {
      profile: 'block',
      text: `${counted(Math.round(count), 'new connection')} for calls of ${[...new Set(calls)].slice(0, 3).join(', ')}.`,
      value: Math.round(count),
      unit: 'contentions',
      share: null,
      frames: shown(busy[0].frames),
    },
  ];
}

/** What the CPU does for new connections, of all that it does for the server. */
function accepting({ cpu }: Facts, minShare: number, minNanos: number): readonly Evidence[] {
  const isIn = (frames: readonly GroupFrame[], name: string): boolean => frames.some((one) => one.function === name);
  const accepts = cpu?.use((frames) => isIn(frames, 'net/http.(*Server).Serve'));
  const serves = cpu?.use((frames) => isIn(frames, 'net/http.(*conn).serve'));
  if (accepts === undefined || serves === undefined || accepts.value < minNanos) return [];
  const share = accepts.value / (accepts.value + serves.value);
  if (share < minShare) return [];
  const [top] = [...accepts.rows].sort((a, b) => b.value - a.value);
  return [
    {
      profile: 'cpu',
      text: `Accepting connections takes ${percentText(share)} of the server's CPU.`,
      value: accepts.value,
      unit: 'nanoseconds',
      share,
      frames: shown(top.frames),
    },
  ];
}
