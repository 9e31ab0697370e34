import type { Tx } from '../database/schema.ts';

/** Notes that a block was handed to the IPFS node `name`. */
export async function markBlockHanded(tx: Tx, digest: Uint8Array, name: string): Promise<void> {
  await tx.updateTable('published_blocks').set({ handed_to: name }).where('digest', '=', digest).execute();
}
