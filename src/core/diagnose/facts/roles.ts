// What goroutines of the standard library are there for. In: frames. Out: a role, where Go's own code says it by its
// functions' names. Source: net/http (transport.go, server.go, h2_bundle.go), database/sql/sql.go, Go 1.21 to 1.27;
// from 1.27 on HTTP/2 is net/http/internal/http2 with the same names.

import type { GroupFrame } from '../../goroutine/groups';

export type Role =
  /** A client's connection that waits for its next answer, or for nothing more. */
  | 'client read'
  /** A client's connection whose answer nobody has read to its end, or closed. */
  | 'client body'
  | 'client write'
  | 'client dial'
  | 'client h2'
  /** A request over HTTP/2: until its answer has been read to its end, or closed. */
  | 'client h2 stream'
  /** A server's connection between two requests. */
  | 'server idle'
  /** A server's connection that reads a request. */
  | 'server read'
  | 'server handler'
  | 'server background read'
  | 'server h2'
  | 'accept'
  /** Waits for a connection of a pool: database/sql's, or a client library's. */
  | 'pool wait'
  | 'pool opener'
  | 'rows watch';

const client = /^net\/http\.\(\*persistConn\)\.(readLoop|writeLoop)$/;

/** Where clients wait for a connection that is given back. Sources: database/sql, go-redis, redigo, pgx's puddle, mongo-driver. */
const poolWait =
  /^database\/sql\.\(\*DB\)\.conn$|^github\.com\/(redis\/go-redis|go-redis\/redis)\b.*\/internal\/pool\.\(\*ConnPool\)\.waitTurn$|^github\.com\/gomodule\/redigo\/redis\.\(\*Pool\)\.waitVacantConn$|^github\.com\/jackc\/puddle\b.*\.\(\*Pool(\[.*\])?\)\.[aA]cquire$|^go\.mongodb\.org\/mongo-driver\/.*topology\.\(\*pool\)\.checkOut$/;

export function isPoolWait(frames: readonly GroupFrame[]): boolean {
  return frames.some((frame) => poolWait.test(frame.function));
}

export function roleOf(frames: readonly GroupFrame[], state: string | null): Role | undefined {
  const has = (name: string): boolean => frames.some((frame) => frame.function === name);
  const outer = client.exec(frames.at(-1)?.function ?? '') ?? client.exec(frames.at(-2)?.function ?? '');
  if (outer?.[1] === 'writeLoop') return 'client write';
  if (outer?.[1] === 'readLoop') return state === 'select' ? 'client body' : 'client read';
  if (state === 'select' && isPoolWait(frames)) return 'pool wait';
  if (has('database/sql.(*DB).connectionOpener')) return 'pool opener';
  if (has('database/sql.(*Rows).awaitDone') || has('database/sql.(*Tx).awaitDone')) return 'rows watch';
  if (has('net/http.(*connReader).backgroundRead')) return 'server background read';
  if (has('net/http.(*Transport).dialConnFor') || has('net/http.(*Transport).dialConn')) return 'client dial';
  if (frames.some(({ function: name }) => /\.\(\*(http2)?[cC]lientConnReadLoop\)\./.test(name))) return 'client h2';
  if (/\.\(\*(http2)?clientStream\)\.doRequest$/.test(frames.at(-1)?.function ?? '')) return 'client h2 stream';
  if (frames.some(({ function: name }) => /\.\(\*(http2)?serverConn\)\.(serve|readFrames)/.test(name)))
    return 'server h2';
  if (has('net/http.(*conn).serve')) return serverRole(frames);
  if (frames.some(({ function: name }) => /^net\.\(\*\w+Listener\)\.Accept$/.test(name))) return 'accept';
  return undefined;
}

function serverRole(frames: readonly GroupFrame[]): Role {
  const names = frames.map((frame) => frame.function);
  const isIn = (name: string): boolean => names.includes(name);
  if (isIn('net/http.serverHandler.ServeHTTP') || isIn('net/http.initALPNRequest.ServeHTTP')) return 'server handler';
  if (isIn('net/http.(*conn).readRequest') || isIn('crypto/tls.(*Conn).HandshakeContext')) return 'server read';
  const at = names.indexOf('net/http.(*conn).serve');
  return at > 0 && names[at - 1] === 'bufio.(*Reader).Peek' ? 'server idle' : 'server read';
}

/** Whether the stack belongs to a request that a server handles. */
export function isInRequest(frames: readonly GroupFrame[]): boolean {
  return frames.some(
    ({ function: name }) =>
      name === 'net/http.serverHandler.ServeHTTP' ||
      /\.\(\*(http2)?serverConn\)\.runHandler$/.test(name) ||
      name === 'google.golang.org/grpc.(*Server).handleStream',
  );
}
