import { type HeldReceivedRecord, heldReceivedKey } from '../../domain/records/held-received-record.ts';
import type { Tx } from '../../domain/tx.ts';
import type { ParsedDid } from '../../protocol/did.ts';

/** A message as it came from an escrow, with the author whose signature it has. */
export type ReceivedFromEscrow = Pick<HeldReceivedRecord, 'inner' | 'record' | 'cid' | 'escrow'> & {
  author: ParsedDid;
};

/** Puts the row of a message that came to a wallet of ours and was checked, and its CIDs; `at` in milliseconds. */
export function putReceived(
  tx: Tx,
  identityIndex: number,
  { inner, author, record, cid, escrow }: ReceivedFromEscrow,
  { at, rekeyed }: { at: number; rekeyed: Pick<HeldReceivedRecord, 'rekey' | 'newRecord' | 'newCid'> },
): void {
  const { newCid } = rekeyed;
  tx.put('held_received', {
    key: heldReceivedKey(identityIndex, author.signingKeyMultibase, inner.id),
    id: inner.id,
    identityIndex,
    senderSigningKey: author.signingKeyMultibase,
    senderDid: author.did,
    escrow,
    chainId: inner.chain_id,
    address: inner.to_address,
    record,
    cid,
    ...rekeyed,
    inner,
    state: 'opened',
    deletionReceipt: null,
    since: null,
    at,
    reason: null,
  });
  tx.put('message_cids', {
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
