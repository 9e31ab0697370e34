import { randomBytes } from 'node:crypto';
import { createClient, http } from 'viem';
import { readContract } from 'viem/actions';
import { messageAnchorAbi } from '../../contracts/message-anchor.ts';
import { rawCid } from '../../lib/protocol/cid.ts';
import { parseIndexFile } from '../../lib/protocol/index-file.ts';
import { listCid } from '../../mediator/store/anchor/list-cid.ts';
import type { DeployedAnchor } from './deploy-anchor.ts';
import { inDatabase } from './mediator-database.ts';
import type { RunningAnvil } from './start-anvil.ts';
import type { RunningMediator } from './start-mediator.ts';

/** The settings of a mediator that anchors on Anvil, quickly. `rpcUrl` may be that of a proxy. */
export function anchoringEnv(
  anvil: RunningAnvil,
  contract: Pick<DeployedAnchor, 'address'>,
  rpcUrl = anvil.url,
) {
  return {
    ANCHOR_RPC_URL: rpcUrl,
    ANCHOR_CHAIN_ID: String(anvil.chainId),
    ANCHOR_CONTRACT: contract.address,
    ANCHOR_PRIVATE_KEY: anvil.accounts[0]?.privateKey as string,
    ANCHOR_INTERVAL_SECONDS: '1',
  };
}

/** Lists that many fresh CIDs of one room, as a command would; gives them. */
export async function listFresh(
  mediator: { dataDir: string },
  count: number,
  roomId = randomBytes(32).toString('hex'),
): Promise<{ roomId: string; cids: string[] }> {
  const cids = Array.from({ length: count }, () => rawCid(randomBytes(64)));
  const now = Math.floor(Date.now() / 1000);
  await inDatabase(mediator, async (tx) => {
    for (const cid of cids) await listCid(tx, { cid, roomId, now });
  });
  return { roomId, cids };
}

/** The whole list of a contract, at the newest block. */
export async function listOnChain(anvil: RunningAnvil, contract: DeployedAnchor): Promise<string[]> {
  const client = createClient({ transport: http(anvil.url) });
  const parts = { address: contract.address, abi: messageAnchorAbi } as const;
  const count = await readContract(client, { ...parts, functionName: 'cidCount' });
  return [...(await readContract(client, { ...parts, functionName: 'getCids', args: [0n, count] }))];
}

/** Fetches an index file from a mediator's gateway: its text, and what it lists. */
export async function fetchIndex(mediator: RunningMediator, cid: string) {
  const response = await fetch(`${mediator.url}/ipfs/${cid}?format=raw`);
  if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (rawCid(bytes) !== cid) throw new Error('the gateway gave other bytes');
  return { text: Buffer.from(bytes).toString(), content: parseIndexFile(bytes) };
}

/** How far the anchors of a mediator are, oldest first. */
export function anchorsOf(mediator: { dataDir: string }) {
  return inDatabase(mediator, (tx) => tx.selectFrom('index_files').selectAll().orderBy('id').execute());
}
