import { withBitswap } from '@helia/bitswap';
import { withLibp2pLight } from '@helia/libp2p';
import { identify } from '@libp2p/identify';
import { noise } from '@libp2p/noise';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { createHeliaLight } from 'helia';
import { CID } from 'multiformats/cid';

/** A second IPFS node, with nothing in it. */
export interface TestNode {
  /** Fetches a block over bitswap from whoever it is connected to; rejects after `timeoutMs`. */
  fetch(cid: string, timeoutMs?: number): Promise<Uint8Array>;
  connect(address: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a Helia node on loopback that knows nobody. */
export async function startHeliaNode(): Promise<TestNode> {
  const node = withBitswap(
    withLibp2pLight(createHeliaLight(), {
      addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      services: { identify: identify() },
    }),
  );
  await node.start();
  return {
    async fetch(cid, timeoutMs = 10_000) {
      const chunks: Uint8Array[] = [];
      const options = { signal: AbortSignal.timeout(timeoutMs) };
      for await (const chunk of node.blockstore.get(CID.parse(cid), options)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    connect: async (address) => void (await node.libp2p.dial(multiaddr(address))),
    stop: async () => void (await node.stop()),
  };
}
