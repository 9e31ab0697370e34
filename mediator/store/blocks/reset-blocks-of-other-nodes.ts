import type { Tx } from '../database/schema.ts';

/** Lets blocks that were handed to another IPFS node than `name` be handed over once more. */
export async function resetBlocksOfOtherNodes(tx: Tx, name: string): Promise<void> {
  await tx
    .updateTable('published_blocks')
    .set({ handed_to: null })
    .where('handed_to', 'is not', null)
    .where('handed_to', '<>', name)
    .execute();
}
