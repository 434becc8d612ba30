// Calls over a message channel. In: an interface of async methods. Out: a proxy that has them.
// Invariants: every request ends with a result, a rejection or the closing of the channel; what is
// pending is forgotten when answered; a message of an unknown form is dropped and logged by its kind.

import { sentenceOf } from '../base/userError';

// Each API is an interface of async methods; `never` parameters accept any of them.
type Method = (...args: never[]) => Promise<unknown>;
export type Api<T> = { [K in keyof T]: Method };

export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): { dispose(): void };
}

interface Request {
  readonly kind: 'request';
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}
interface Response {
  readonly kind: 'response';
  readonly id: number;
  readonly value: unknown;
}
interface Rejection {
  readonly kind: 'rejection';
  readonly id: number;
  readonly message: string;
}
type Message = Request | Response | Rejection;

export interface Channel<Remote> {
  readonly remote: Remote;
  dispose(): void;
}

export function connect<Local extends Api<Local>, Remote extends Api<Remote>>(
  port: Port,
  local: Local,
  log: (text: string) => void,
): Channel<Remote> {
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let closed = false;
  // The other side may say anything: it is looked up by name, and only among the object's own methods.
  const handlers: object = local;

  const answer = async (request: Request): Promise<void> => {
    const handler: unknown = Object.hasOwn(handlers, request.method)
      ? Reflect.get(handlers, request.method)
      : undefined;
    let reply: Response | Rejection;
    try {
      if (typeof handler !== 'function') throw new Error(`no method ${request.method}`);
      const value: unknown = await Reflect.apply(handler, handlers, request.args);
      reply = { kind: 'response', id: request.id, value };
    } catch (error) {
      reply = { kind: 'rejection', id: request.id, message: sentenceOf(error) };
      log(`${request.method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    if (!closed) port.post(reply);
  };

  const subscription = port.onMessage((raw) => {
    const message = parse(raw);
    if (message === undefined) {
      log('dropped a message of unknown form');
      return;
    }
    if (message.kind === 'request') {
      void answer(message);
      return;
    }
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === 'response') waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
  });

  const call = (method: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) {
        reject(new Error('the channel is closed'));
        return;
      }
      const id = nextId++;
      pending.set(id, { resolve, reject });
      port.post({ kind: 'request', id, method, args } satisfies Request);
    });

  const remote = new Proxy({} as Remote & object, {
    get: (_target, method) =>
      // A proxy that answers `then` would be taken for a promise.
      typeof method === 'string' && method !== 'then'
        ? (...args: readonly unknown[]): Promise<unknown> => call(method, args)
        : undefined,
  });

  return {
    remote,
    dispose: () => {
      closed = true;
      subscription.dispose();
      for (const { reject } of pending.values()) reject(new Error('the channel is closed'));
      pending.clear();
    },
  };
}

function parse(raw: unknown): Message | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const m = raw as Partial<Record<'kind' | 'id' | 'method' | 'args' | 'message', unknown>>;
  if (typeof m.id !== 'number') return undefined;
  switch (m.kind) {
    case 'request':
      return typeof m.method === 'string' && Array.isArray(m.args) ? (raw as Request) : undefined;
    case 'response':
      return raw as Response;
    case 'rejection':
      return typeof m.message === 'string' ? (raw as Rejection) : undefined;
    default:
      return undefined;
  }
}
