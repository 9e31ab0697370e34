import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import type { Tx } from '../../domain/tx.ts';

/** Adds the CID of the re-encrypted record to those of a message. */
export async function noteNewCid(
  tx: Tx,
  { id, identityIndex, escrow }: HeldSentRecord,
  newCid: string,
): Promise<void> {
  const known = await tx.tables.message_cids.get(id);
  const others = (known?.cids ?? []).filter(({ cid }) => cid !== newCid);
  tx.put('message_cids', {
    eventId: id,
    identityIndex,
    cids: [...others, { what: 're-encrypted', cid: newCid, listedBy: escrow, block: null }],
  });
}
