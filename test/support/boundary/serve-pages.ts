import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a path answers: HTML, and headers where they matter. */
export interface ServedPage {
  body: string;
  headers?: Record<string, string>;
}

export interface PageServer {
  readonly port: number;
  /** Address of a path on a host name of loopback; `localhost` and `127.0.0.1` are two origins. */
  url(path: string, host?: string): string;
  close(): Promise<void>;
}

function answer(response: ServerResponse, page: ServedPage | undefined): void {
  response.writeHead(page === undefined ? 404 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'max-age=60',
    ...page?.headers,
  });
  response.end(page?.body ?? '');
}

/** Serves pages on a free port of loopback. `pages` is asked for every path, so that one may name the port. */
export async function servePages(
  pages: (path: string, port: number) => ServedPage | undefined,
): Promise<PageServer> {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    answer(response, pages(new URL(request.url ?? '/', 'http://localhost').pathname, port));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (path, host = 'localhost') => `http://${host}:${port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
