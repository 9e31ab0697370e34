import type { JsonValue } from '../../crypto/json-value.ts';
import { addressConversation } from '../../domain/records/address-record.ts';
import type { Writes } from '../../domain/writes.ts';
import { commitmentOf } from '../../protocol/inner-message.ts';
import type { OwnHeldSent } from './own-held-sent.ts';

/** The row of a message given to an escrow that has not answered, and its CID, into `writes`; `at` in milliseconds. */
export function putSent(
  writes: Writes,
  identityIndex: number,
  { inner, record, cid, escrow, notAfter, origin }: OwnHeldSent,
  at: number,
): void {
  writes.put('held_sent', {
    id: inner.id,
    identityIndex,
    conversationId: addressConversation(identityIndex, inner.chain_id, inner.to_address),
    escrow,
    chainId: inner.chain_id,
    address: inner.to_address,
    inner: inner as unknown as JsonValue,
    record: record as unknown as JsonValue,
    cid,
    newRecord: null,
    newCid: null,
    commitment: commitmentOf(inner),
    notAfter,
    state: 'queued',
    at,
    receivedAt: null,
    receipt: null,
    since: null,
    reason: null,
    origin,
  });
  writes.put('message_cids', {
    eventId: inner.id,
    identityIndex,
    cids: [{ what: 'held', cid, listedBy: escrow, block: null }],
  });
}
