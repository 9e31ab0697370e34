import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rawCid } from '../../lib/protocol/cid.ts';

/** How a gateway behaves. */
export type GatewayManner =
  | 'honest'
  | 'wrong bytes'
  | 'HTML'
  | 'endless'
  | 'drip'
  | 'redirect'
  | 'missing'
  | 'silent';

/** A trustless gateway on loopback. */
export interface ServedBlocks {
  url: string;
  manner: GatewayManner;
  /** Requests so far. */
  requests: string[];
  /** Serves a block; gives the CID of it as raw bytes. */
  add(bytes: Uint8Array, cid?: string): string;
  stop(): Promise<void>;
}

/** Serves blocks by `/ipfs/{cid}?format=raw`, in whatever manner is set. */
export async function serveBlocks(manner: GatewayManner = 'honest', elsewhere = ''): Promise<ServedBlocks> {
  const blocks = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    served.requests.push(url);
    const block = blocks.get(/^\/ipfs\/(\w+)\?format=raw$/.exec(url)?.[1] ?? '');
    if (!block) response.writeHead(404).end('not found');
    else answer(response, { manner: served.manner, block, elsewhere: elsewhere + url });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const served: ServedBlocks = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    manner,
    requests: [],
    add(bytes, cid = rawCid(bytes)) {
      blocks.set(cid, bytes);
      return cid;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return served;
}

function answer(
  response: ServerResponse,
  { manner, block, elsewhere }: { manner: GatewayManner; block: Uint8Array; elsewhere: string },
): void {
  const raw = { 'content-type': 'application/vnd.ipld.raw' };
  if (manner === 'silent') return;
  if (manner === 'missing') response.writeHead(404).end();
  else if (manner === 'redirect') response.writeHead(302, { location: elsewhere }).end();
  else if (manner === 'HTML')
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
  else if (manner === 'wrong bytes') response.writeHead(200, raw).end(flipped(block));
  else if (manner === 'endless') pour(response.writeHead(200, raw), new Uint8Array(65_536), 0);
  else if (manner === 'drip') pour(response.writeHead(200, raw), new Uint8Array(1), 20);
  else response.writeHead(200, raw).end(block);
}

function flipped(block: Uint8Array): Uint8Array {
  const copy = new Uint8Array(block);
  copy[copy.length >> 1]! ^= 1;
  return copy;
}

function pour(response: ServerResponse, chunk: Uint8Array, pause: number): void {
  if (response.destroyed) return;
  if (response.write(chunk)) setTimeout(() => pour(response, chunk, pause), pause);
  else response.once('drain', () => pour(response, chunk, pause));
}
