import type { Domain } from '../../domain/domain.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import type { Writes } from '../../domain/writes.ts';

/** Adds the CID of the re-encrypted record to those of a message, into `writes`. */
export async function noteNewCid(
  domain: Domain,
  writes: Writes,
  { id, identityIndex, escrow }: HeldSentRecord,
  newCid: string,
): Promise<void> {
  const known = await domain.tables.message_cids.get(id);
  const others = (known?.cids ?? []).filter(({ cid }) => cid !== newCid);
  writes.put('message_cids', {
    eventId: id,
    identityIndex,
    cids: [...others, { what: 're-encrypted', cid: newCid, listedBy: escrow, block: null }],
  });
}
