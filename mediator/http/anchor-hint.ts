import { parseCid } from '../../lib/protocol/cid.ts';
import { Refusal } from '../errors/refusal.ts';
import { findIndexFileOf } from '../store/anchor/find-index-file-of.ts';
import type { Database } from '../store/database/schema.ts';

/**
 * Where a CID is listed, as this mediator believes: a hint that saves a reader the search and proves nothing
 * (address-messaging.md §4.7). `tx`, `entry` and `block` are null until they are known. CIDs that are in no index file yet are
 * as unknown as any other. @throws Refusal `INVALID_COMMAND`, `NOT_FOUND`
 */
export async function anchorHint(db: Database, text: string): Promise<object> {
  const file = await findIndexFileOf(db, normalised(text));
  if (!file) throw new Refusal('NOT_FOUND');
  return {
    index_cid: file.cid,
    state: file.state,
    chain_id: file.chain_id,
    contract: file.contract,
    entry: file.entry,
    tx: file.tx,
    block: file.block_number,
  };
}

function normalised(text: string): string {
  try {
    return parseCid(text);
  } catch {
    throw new Refusal('INVALID_COMMAND');
  }
}
