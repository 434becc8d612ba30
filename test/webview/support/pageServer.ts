// A web server that stands in for the editor's webview. In: the bundled page. Out: an address on loopback whose page has
// the HTML and the content security policy that the extension host gives it, and the buffers that deliveries carry.
// Invariant: the policy is the real one, so that what it forbids fails here as well.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { bundledPage } from './bundle';

const nonce = 'n0nce';

export interface PagePolicy {
  /** Forbids the worker, as a stricter host would. */
  readonly noWorker?: boolean;
}

export interface PageServer {
  readonly url: string;
  /** An address that answers with these bytes, once. */
  offer(bytes: ArrayBuffer): string;
  close(): Promise<void>;
}

export async function startPageServer(): Promise<PageServer> {
  const folder = await bundledPage();
  const offered = new Map<string, ArrayBuffer>();
  let count = 0;
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    const bytes = offered.get(pathname);
    if (bytes !== undefined) {
      offered.delete(pathname);
      return void response.end(Buffer.from(bytes));
    }
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', policy(searchParams.has('noWorker')));
      return void response.end(html);
    }
    const file = path.join(folder, path.basename(pathname));
    if (!fs.existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('content-type', file.endsWith('.css') ? 'text/css' : 'text/javascript');
    response.end(fs.readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    offer: (bytes) => {
      const pathname = `/buffer/${++count}`;
      offered.set(pathname, bytes);
      return pathname;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function policy(noWorker: boolean): string {
  const directives = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
  ];
  if (!noWorker) directives.push('worker-src blob:');
  return directives.join('; ');
}

const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta property="csp-nonce" content="${nonce}">
<title>Profile</title>
<link rel="stylesheet" href="main.css">
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="main.js"></script>
</body>
</html>`;
