import type { MediatorContext } from '../context/mediator-context.ts';
import type { IpfsSettings } from '../settings/ipfs-settings.ts';
import { handBlocks } from './hand-blocks.ts';
import type { IpfsNode } from './ipfs-node.ts';
import { kuboNode } from './kubo-node.ts';

/** The IPFS side of a mediator that runs. */
export interface Ipfs {
  addresses(): string[];
  stop(): Promise<void>;
}

/** Starts the node that settings name and hands it what is published. @throws when the node cannot start */
export async function startIpfs(mediator: MediatorContext, settings: IpfsSettings): Promise<Ipfs> {
  const { db, store, log } = mediator;
  const node = settings.apiUrl === null ? await ownNode(mediator, settings) : kuboNode(settings.apiUrl);
  const worker = handBlocks(db, store, node, log);
  return {
    addresses: () => node.addresses(),
    async stop() {
      // What is not noted as handed over is handed over again: nothing needs to be waited for.
      const ended = worker.stop();
      await node.stop();
      await ended;
    },
  };
}

async function ownNode({ db, keys }: MediatorContext, { listen, peers }: IpfsSettings): Promise<IpfsNode> {
  // Loaded by those who need it: it is most of a mediator's start and memory.
  const { startHelia } = await import('./start-helia.ts');
  return startHelia(db, { listen, peers, secretSeed: keys.ipfsSecretSeed });
}
