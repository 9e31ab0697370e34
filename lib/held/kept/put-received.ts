import type { JsonValue } from '../../crypto/json-value.ts';
import { type HeldReceivedRecord, heldReceivedKey } from '../../domain/records/held-received-record.ts';
import type { Writes } from '../../domain/writes.ts';
import type { OwnHeldReceived } from './own-held-received.ts';

/** The row of a message that came to a wallet of ours and was checked, and its CID, into `writes`; `at` in milliseconds. */
export function putReceived(
  writes: Writes,
  identityIndex: number,
  { inner, author, record, cid, escrow }: OwnHeldReceived,
  { at, rekeyed }: { at: number; rekeyed: Pick<HeldReceivedRecord, 'rekey' | 'newRecord' | 'newCid'> },
): void {
  const { newCid } = rekeyed;
  writes.put('held_received', {
    key: heldReceivedKey(identityIndex, author.signingKeyMultibase, inner.id),
    id: inner.id,
    identityIndex,
    senderSigningKey: author.signingKeyMultibase,
    senderDid: author.did,
    escrow,
    chainId: inner.chain_id,
    address: inner.to_address,
    record: record as unknown as JsonValue,
    cid,
    ...rekeyed,
    inner: inner as unknown as JsonValue,
    state: 'opened',
    deletionReceipt: null,
    since: null,
    at,
    reason: null,
  });
  writes.put('message_cids', {
    eventId: inner.id,
    identityIndex,
    cids: [
      { what: 'held', cid, listedBy: escrow, block: null },
      ...(newCid === null
        ? []
        : [{ what: 're-encrypted' as const, cid: newCid, listedBy: escrow, block: null }]),
    ],
  });
}
