import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { getContractAddress } from 'viem';
import { anchoringEnv } from '../../test/support/anchoring.ts';
import { type DeployedAnchor, deployAnchor } from '../../test/support/deploy-anchor.ts';
import { startHeliaNode } from '../../test/support/helia-node.ts';
import { anvilWallet, type PageWallet } from '../../test/support/page-wallet.ts';
import { type RpcProxy, startRpcProxy } from '../../test/support/rpc-proxy.ts';
import { type NodeGateway, serveNodeBlocks } from '../../test/support/serve-node-blocks.ts';
import { type RunningAnvil, startAnvil } from '../../test/support/start-anvil.ts';
import { startWithWire, type WorldMediator } from './start-world.ts';

/** A chain, a contract on it, an escrow that anchors there, and three ways to read the chain. */
export interface EscrowWorld {
  readonly escrow: WorldMediator;
  readonly anvil: RunningAnvil;
  readonly contract: Pick<DeployedAnchor, 'address'>;
  /** Three endpoints of one Anvil: three voices for a companion. */
  readonly endpoints: RpcProxy[];
  /** Origins: the mediator's own, and one before a second IPFS node that knows nothing but the first. */
  readonly gateways: string[];
  readonly secondGateway: NodeGateway;
  /** The wallet that Carol has long before she has a companion. */
  readonly wallet: PageWallet;
  stop(): Promise<void>;
}

export interface EscrowWorldOptions {
  folder: string;
  /** Fixed ports of the escrow and of the first of four after it; free ones otherwise. */
  ports?: { escrow: number; chain: number };
}

const CAROL = 3;
/** A block a second: what is mined is final three seconds later, as `finalized` is two blocks behind. */
const BLOCK_TIME = ['--block-time', '1'];

/** Starts all of it; whatever started is stopped when a part fails. */
export async function startEscrowWorld({ folder, ports }: EscrowWorldOptions): Promise<EscrowWorld> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    await mkdir(folder, { recursive: true });
    // Where data outlive a run, the chain must as well: a list that is shorter than before is a warning.
    const state = ports === undefined ? [] : ['--state', join(folder, 'chain.json'), '--state-interval', '2'];
    const anvil = await startAnvil({ args: [...BLOCK_TIME, ...state] });
    stops.push(() => anvil.stop());
    const contract = (await deployedBefore(anvil)) ?? (await deployAnchor(anvil));
    const endpoints: RpcProxy[] = [];
    for (const index of [0, 1, 2]) {
      const endpoint = await startRpcProxy(anvil.url, ports === undefined ? 0 : ports.chain + index);
      endpoints.push(endpoint);
      stops.push(() => endpoint.stop());
    }
    const escrow = await startWithWire(join(folder, 'mediator-escrow'), ports?.escrow, {
      ESCROW: '1',
      ...anchoringEnv(anvil, contract),
    });
    stops.push(async () => {
      await escrow.wire?.stop();
      await escrow.stop();
    });
    const node = await startHeliaNode();
    stops.push(() => node.stop());
    const health = (await (await fetch(`${escrow.url}/health`)).json()) as { ipfs: { addresses: string[] } };
    await node.connect(health.ipfs.addresses[0] ?? '');
    const secondGateway = await serveNodeBlocks(node, ports === undefined ? 0 : ports.chain + 3);
    stops.push(() => secondGateway.stop());
    return {
      escrow,
      anvil,
      contract,
      endpoints,
      gateways: [escrow.url, secondGateway.url],
      secondGateway,
      wallet: anvilWallet(anvil, CAROL, 'Carol’s wallet'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The contract that is the first transaction of Anvil's first account, if an earlier run made it. */
async function deployedBefore(anvil: RunningAnvil): Promise<EscrowWorld['contract'] | null> {
  const from = anvil.accounts[0]?.address ?? '0x';
  const address = getContractAddress({ from, nonce: 0n }).toLowerCase() as `0x${string}`;
  return (await anvil.rpc<string>('eth_getCode', address, 'latest')) === '0x' ? null : { address };
}
