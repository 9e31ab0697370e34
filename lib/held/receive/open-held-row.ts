/**
 * Step 2 and 3 of the hand-over, on one message: opened, checked and encrypted anew, nothing written (address-messaging.md
 * §3.4, §3.5, security.md B-04 to B-06, B-16, B-18).
 */
import type { RekeyItem } from '../../domain/records/held-received-record.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import type { CommandReply } from '../../protocol/commands.ts';
import type { ParsedDid } from '../../protocol/did.ts';
import { pairKey, sealHanded } from '../../protocol/handed-record.ts';
import { signHandOverReceipt } from '../../protocol/held-receipts.ts';
import {
  type HeldRecord,
  openHeld,
  openShare,
  parseHeldRecord,
  parseRewrappedShare,
  recordCid,
} from '../../protocol/held-record.ts';
import type { InnerMessage } from '../../protocol/inner-message.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';

/** A row of `QUERY_HELD_MESSAGES`. */
export type HeldRow = CommandReply<'QUERY_HELD_MESSAGES'>['rows'][number];

/** A message for us that holds, and what the escrow is to have in its place. */
export interface OpenedRow {
  inner: InnerMessage;
  author: ParsedDid;
  record: HeldRecord;
  cid: string;
  newCid: string;
  item: RekeyItem;
}

/**
 * Opens a row. `isOwn` tells whether an address on a chain is bound to us. Throws ProtocolError for a row that does not
 * hold: the operator changed it, or gave us another's.
 */
export async function openHeldRow(
  keys: Pick<IdentityKeys, 'preKey' | 'signer'>,
  row: HeldRow,
  isOwn: (chainId: number, address: string) => Promise<boolean>,
): Promise<OpenedRow> {
  const record = parseHeldRecord(row.record);
  if (record.id !== row.id) throw new ProtocolError('id', 'a record of another id');
  const cid = recordCid(record);
  const contentKey = await openShare(parseRewrappedShare(row.share), keys.preKey, record.commitment);
  const { inner, author } = await openHeld(record, contentKey);
  if (!(await isOwn(inner.chain_id, inner.to_address)))
    throw new ProtocolError('receiver', 'a message for another wallet');
  const key = await pairKey(keys.preKey, author.preKey, inner.room_id);
  const handed = await sealHanded(inner, record, key);
  const receipt = {
    id: inner.id,
    old_cid: cid,
    new_cid: handed.cid,
    commitment: record.commitment,
  };
  const signature = await signHandOverReceipt(receipt, keys.signer);
  return {
    inner,
    author,
    record,
    cid,
    newCid: handed.cid,
    item: { record: handed.record, receipt, signature },
  };
}
