import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../dapp');
const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/** The demonstration dApp on loopback. */
export interface ServedDapp {
  /** `http://localhost:…/` */
  readonly url: string;
  /** The same page under another origin, `http://127.0.0.1:…/`. */
  readonly otherUrl: string;
  stop(): Promise<void>;
}

/** Serves `test/dapp` on a port of loopback, a free one for 0. */
export async function serveDapp({ port = 0 }: { port?: number } = {}): Promise<ServedDapp> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    const type = types[name.split('.').at(-1) ?? ''];
    const body = /^[a-z]+\.[a-z]+$/.test(name) ? await readFile(join(folder, name)).catch(() => null) : null;
    if (body === null || type === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${bound}/`,
    otherUrl: `http://127.0.0.1:${bound}/`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
