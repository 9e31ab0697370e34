import type { Log } from '../platform/log.ts';
import { startWorker, type Worker } from '../platform/worker.ts';
import { listUnhandedBlocks } from '../store/blocks/list-unhanded-blocks.ts';
import { markBlockHanded } from '../store/blocks/mark-block-handed.ts';
import { resetBlocksOfOtherNodes } from '../store/blocks/reset-blocks-of-other-nodes.ts';
import type { GroupCommit } from '../store/database/group-commit.ts';
import type { Database } from '../store/database/schema.ts';
import type { IpfsNode } from './ipfs-node.ts';

const BATCH = 32;
const IDLE_MS = 1_000;

/**
 * Hands published blocks to the IPFS node and notes it; whatever was not noted is handed over again, so a block is never
 * missed whenever this process ends (address-messaging.md §4.8).
 */
export function handBlocks(db: Database, store: GroupCommit, node: IpfsNode, log: Log): Worker {
  let isReset = false;
  return startWorker({ name: 'ipfs', log }, async () => {
    if (!isReset) await store.change((tx) => resetBlocksOfOtherNodes(tx, node.name));
    isReset = true;
    const blocks = await listUnhandedBlocks(db, BATCH);
    for (const block of blocks) {
      await node.take(block);
      await store.change((tx) => markBlockHanded(tx, block.digest, node.name));
    }
    return blocks.length > 0 ? 0 : IDLE_MS;
  });
}
