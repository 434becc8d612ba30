// A channel between the page and its worker. In: the worker, or the worker's own scope. Out: a Port for rpc.ts.
// Invariant: buffers are moved, not copied; a typed array that is a view is first copied to a buffer of its own size,
// as the sender goes on using what lies around it.

import type { Port } from '../../src/protocol/rpc';

/** What a Worker and the scope inside it have in common; the DOM types know the scope only as a window. */
export interface MessageEnd {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

export function workerPort(end: MessageEnd): Port {
  return {
    post: (message) => {
      const transfer: Transferable[] = [];
      end.postMessage(movable(message, transfer), transfer);
    },
    onMessage: (listener) => {
      const own = (event: MessageEvent<unknown>): void => listener(event.data);
      end.addEventListener('message', own);
      return { dispose: () => end.removeEventListener('message', own) };
    },
  };
}

type Column = Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

function movable(value: unknown, transfer: Transferable[]): unknown {
  if (value instanceof ArrayBuffer) {
    transfer.push(value);
    return value;
  }
  if (ArrayBuffer.isView(value)) {
    const copy = (value as Column).slice();
    transfer.push(copy.buffer);
    return copy;
  }
  // Names come in arrays of strings, a hundred thousand of them: nothing to find in there.
  if (Array.isArray(value)) return typeof value[0] === 'string' ? value : value.map((each) => movable(each, transfer));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, movable(each, transfer)]));
}
