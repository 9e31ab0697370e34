import { withBitswap } from '@helia/bitswap';
import { withLibp2pLight } from '@helia/libp2p';
import { bootstrap } from '@libp2p/bootstrap';
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import { noise } from '@libp2p/noise';
import { tcp } from '@libp2p/tcp';
import { yamux } from '@libp2p/yamux';
import { createHeliaLight } from 'helia';
import { CID } from 'multiformats/cid';
import type { Database } from '../store/database/schema.ts';
import type { IpfsNode } from './ipfs-node.ts';
import { PublishedBlockstore } from './published-blockstore.ts';

/** How our own node is reached and whom it knows. */
export interface HeliaOptions {
  /** Multiaddrs to listen on. */
  listen: string[];
  /** Multiaddrs, with their peer ids, to be connected to; nobody else is looked for. */
  peers: string[];
  /** 32 bytes behind the peer id: the same node after a restart. */
  secretSeed: Uint8Array;
}

const MAX_CONNECTIONS = 256;

/**
 * Starts an IPFS node in this process: libp2p over TCP, bitswap, and the published blocks. It asks no tracker, no DHT and no
 * local network for peers (browsers.md *Helia*). This file pulls in everything of libp2p: import it lazily.
 */
export async function startHelia(db: Database, options: HeliaOptions): Promise<IpfsNode> {
  const helia = withBitswap(
    withLibp2pLight(createHeliaLight({ blockstore: new PublishedBlockstore(db) }), {
      privateKey: await generateKeyPairFromSeed('Ed25519', options.secretSeed),
      addresses: { listen: options.listen },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionManager: { maxConnections: MAX_CONNECTIONS },
      peerDiscovery: options.peers.length === 0 ? [] : [bootstrap({ list: options.peers, timeout: 0 })],
      services: { identify: identify() },
    }),
  );
  // The store has every block before Helia is told, and `put` announces new ones only: so the brokers are told directly.
  const brokers: Parameters<typeof helia.addBlockBroker>[0][] = [];
  const add = helia.addBlockBroker.bind(helia);
  helia.addBlockBroker = (broker) => {
    brokers.push(broker);
    add(broker);
  };
  await helia.start();
  return {
    name: 'helia',
    addresses: () => helia.libp2p.getMultiaddrs().map(String),
    async take({ cid }) {
      const parsed = CID.parse(cid);
      for (const broker of brokers) if (typeof broker === 'object') await broker.announce?.(parsed);
    },
    stop: async () => void (await helia.stop()),
  };
}
