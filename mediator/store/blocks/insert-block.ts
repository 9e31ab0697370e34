import type { Tx } from '../database/schema.ts';

/** A block everybody may have. */
export interface Block {
  cid: string;
  bytes: Uint8Array;
}

/** Adds a block, whose digest is the sha2-256 of its bytes; the same again changes nothing. `now` in whole seconds. */
export async function insertBlock(
  tx: Tx,
  { digest, cid, bytes, now }: Block & { digest: Uint8Array; now: number },
): Promise<void> {
  await tx
    .insertInto('published_blocks')
    .values({ digest, cid, bytes, published_at: now, handed_to: null })
    .onConflict((c) => c.column('digest').doNothing())
    .execute();
}
