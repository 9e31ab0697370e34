import { addressConversation } from '../../domain/records/address-record.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import type { Tx } from '../../domain/tx.ts';
import { commitmentOf } from '../../protocol/inner-message.ts';

/** A message as it is given to an escrow. */
export type SentToEscrow = Pick<
  HeldSentRecord,
  'inner' | 'record' | 'cid' | 'escrow' | 'notAfter' | 'origin'
>;

/** Puts the row of a message given to an escrow that has not answered, and its CID; `at` in milliseconds. */
export function putSent(
  tx: Tx,
  identityIndex: number,
  { inner, record, cid, escrow, notAfter, origin }: SentToEscrow,
  at: number,
): void {
  tx.put('held_sent', {
    id: inner.id,
    identityIndex,
    conversationId: addressConversation(identityIndex, inner.chain_id, inner.to_address),
    escrow,
    chainId: inner.chain_id,
    address: inner.to_address,
    inner,
    record,
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
  tx.put('message_cids', {
    eventId: inner.id,
    identityIndex,
    cids: [{ what: 'held', cid, listedBy: escrow, block: null }],
  });
}
