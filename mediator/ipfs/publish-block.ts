import { insertBlock } from '../store/blocks/insert-block.ts';
import type { Tx } from '../store/database/schema.ts';
import { digestOf } from './digest-of.ts';

/** A block for everybody. */
export interface PublishedBlock {
  /** CID of exactly these bytes, sha2-256. */
  cid: string;
  bytes: Uint8Array;
  /** Whole seconds. */
  now: number;
}

/**
 * Publishes a block in the transaction of the caller: from its commit on, the IPFS node and the gateway of this mediator
 * have it, for ever. Nothing else adds one, so what was never published cannot be served (B-08).
 * The same block again changes nothing. @throws when the CID is of other bytes
 */
export async function publishBlock(tx: Tx, { cid, bytes, now }: PublishedBlock): Promise<void> {
  await insertBlock(tx, { digest: digestOf(cid, bytes), cid, bytes, now });
}
