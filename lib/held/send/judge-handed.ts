/**
 * Step 4 of the hand-over, on one message of ours: whether what stands in its place is our words, for the person the
 * wallet named (address-messaging.md §3.9, B-05, B-07, B-16). Nothing of it is believed for the escrow's sake.
 */

import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import { MediatorUnreachableError } from '../../errors/errors.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import type { CommandReply } from '../../protocol/commands.ts';
import { parseDid } from '../../protocol/did.ts';
import { type HandedRecord, openHanded, pairKey, parseHandedRecord } from '../../protocol/handed-record.ts';
import { handOverReceiptSchema, verifyHandOverReceipt } from '../../protocol/held-receipts.ts';
import { recordCid } from '../../protocol/held-record.ts';
import { commitmentOf } from '../../protocol/inner-message.ts';
import { parseShape } from '../../protocol/parse-shape.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { type CheckedBinding, type CheckingDomain, checkBinding } from '../../wallets/check-binding.ts';

/** A row of `QUERY_SENT_HELD_MESSAGES`. */
export type SentRow = CommandReply<'QUERY_SENT_HELD_MESSAGES'>['rows'][number];

/** What we know of our message. */
export type JudgedMessage = Pick<
  HeldSentRecord,
  'id' | 'escrow' | 'chainId' | 'address' | 'inner' | 'cid' | 'commitment'
>;

/** What we say to it. `later`: it cannot be told now. */
export type Verdict =
  | { verdict: 'ours'; binding: CheckedBinding; newCid: string; newRecord: HandedRecord }
  | { verdict: 'disputed'; reason: string }
  | { verdict: 'later' };

/** Checks one re-encrypted message. Throws LockedError. */
export async function judgeHanded(
  domain: CheckingDomain & Pick<ConnectedDomain, 'log'>,
  keys: Pick<IdentityKeys, 'preKey'>,
  held: JudgedMessage,
  row: SentRow,
): Promise<Verdict> {
  try {
    const { address, chainId, escrow } = held;
    const given = {
      binding: row.binding,
      chainId: row.chain_id ?? 0,
      walletSignature: row.wallet_signature ?? '',
      didSignature: row.did_signature ?? '',
      moved: row.moved,
    };
    const binding = await checkBinding(domain, given, { address, chainId, escrow });
    return { verdict: 'ours', binding, ...(await assertOurs(keys, held, row, binding.known.binding.did)) };
  } catch (error) {
    if (error instanceof MediatorUnreachableError) return { verdict: 'later' };
    if (!(error instanceof ProtocolError)) throw error;
    domain.log.warn('a hand-over does not hold', { reason: error.reason });
    // A contract wallet of a chain that is not among ours proves nothing to us, and disproves nothing.
    return error.reason === 'chain' ? { verdict: 'later' } : { verdict: 'disputed', reason: error.reason };
  }
}

/** The new record and its CID when it is exactly our message for the bound DID; throws ProtocolError. */
async function assertOurs(
  keys: Pick<IdentityKeys, 'preKey'>,
  held: JudgedMessage,
  row: SentRow,
  boundDid: string,
): Promise<{ newCid: string; newRecord: HandedRecord }> {
  const recipient = parseDid(boundDid);
  const receipt = parseShape(handOverReceiptSchema, row.receipt, 'hand-over-receipt');
  await verifyHandOverReceipt(receipt, row.receipt_signature ?? '', recipient.signingKey);
  if (receipt.id !== held.id || receipt.old_cid !== held.cid || receipt.commitment !== held.commitment)
    throw new ProtocolError('hand-over-receipt', 'a receipt of another message');
  const record = parseHandedRecord(row.new_record);
  if (recordCid(record) !== receipt.new_cid)
    throw new ProtocolError('cid', 'the record is not the one of the receipt');
  const key = await pairKey(keys.preKey, recipient.preKey, held.inner.room_id);
  const { inner } = await openHanded(record, key);
  if (commitmentOf(inner) !== held.commitment) throw new ProtocolError('commitment', 'other words than ours');
  return { newCid: receipt.new_cid, newRecord: record };
}
