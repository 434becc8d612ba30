// Servers that answer as bad services do. In: what to answer. Out: a loopback address.
// Invariant: closed with all their connections by closeServers(), which every suite calls after each test.
import http from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

const running: { server: net.Server | http.Server; sockets: Set<Socket> }[] = [];

/** host:port of an HTTP server. */
export async function serveHttp(handler: http.RequestListener): Promise<string> {
  return listen(http.createServer(handler));
}

/** host:port of a server that answers each request the same way. */
export function serveAnswer(
  status: number,
  body: string | Uint8Array,
  headers: http.OutgoingHttpHeaders = {},
): Promise<string> {
  return serveHttp((_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  });
}

/** host:port of a server of raw TCP. */
export async function serveTcp(onConnection: (socket: Socket) => void): Promise<string> {
  return listen(net.createServer(onConnection));
}

/** A port on which nothing listens now. */
export async function freePort(): Promise<number> {
  const address = await serveTcp(() => undefined);
  await closeServers();
  return Number(address.split(':')[1]);
}

export async function closeServers(): Promise<void> {
  for (const { server, sockets } of running.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function listen(server: net.Server | http.Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  running.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
