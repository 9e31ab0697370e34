import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestNode } from './helia-node.ts';

/** A trustless gateway before an IPFS node. */
export interface NodeGateway {
  readonly url: string;
  /** CIDs it gave away, in order. */
  readonly given: string[];
  stop(): Promise<void>;
}

/** Serves `/ipfs/{cid}?format=raw` on loopback with blocks that the node has or fetches from its peers by bitswap. */
export async function serveNodeBlocks(node: TestNode, port = 0): Promise<NodeGateway> {
  const given: string[] = [];
  const server = createServer(async (request, response) => {
    const cid = /^\/ipfs\/(\w+)\?format=raw$/.exec(request.url ?? '')?.[1];
    const block = cid === undefined ? null : await node.fetch(cid, 5_000).catch(() => null);
    if (block === null || cid === undefined) return response.writeHead(404).end();
    given.push(cid);
    return response.writeHead(200, { 'content-type': 'application/vnd.ipld.raw' }).end(block);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    given,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
