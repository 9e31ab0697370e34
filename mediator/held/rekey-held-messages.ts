import { utf8, utf8Decode } from '../../lib/crypto/bytes.ts';
import type { CommandPayload } from '../../lib/protocol/commands.ts';
import {
  type DeletionReceipt,
  signDeletionReceipt,
  verifyHandOverReceipt,
} from '../../lib/protocol/held-receipts.ts';
import { recordBytes, recordCid } from '../../lib/protocol/held-record.ts';
import type { CommandContext, CommandRequest } from '../commands/command.ts';
import { Refusal } from '../errors/refusal.ts';
import { publishBlock } from '../ipfs/publish-block.ts';
import { listCid } from '../store/anchor/list-cid.ts';
import { bindingsOfKey } from '../store/held/bindings-of-key.ts';
import { closeReplacedBindingsOfKey } from '../store/held/close-replaced-bindings-of-key.ts';
import { findHeldByCid } from '../store/held/find-held-by-cid.ts';
import type { HeldRow } from '../store/held/held-row.ts';
import { rekeyHeld } from '../store/held/rekey-held.ts';
import { signingKeyOfBinding } from '../store/held/signing-key-of-binding.ts';
import { countStranger, defineHeldCommand } from './define-held-command.ts';

type Item = CommandPayload<'REKEY_HELD_MESSAGES'>['items'][number];

interface Receipted {
  deletion_receipt: DeletionReceipt;
  signature: string;
}

/**
 * The recipient's own encryption takes the place of the escrow's: REWRAPPED → REKEYED. Share and old record are deleted,
 * the new block is published and listed, all in one transaction. What was encrypted anew before is answered with the
 * receipt of that time, whatever comes now: it happens once. What is not the caller's, or not waiting, is left out of the
 * answer.
 */
export const rekeyHeldMessages = defineHeldCommand<'REKEY_HELD_MESSAGES', Receipted[]>({
  type: 'REKEY_HELD_MESSAGES',
  events: ({ items }) => items.length,
  prepare: ({ items }, request) => Promise.all(items.map((item) => verify(item, request))),
  async run(context, { items }, receipts) {
    const { tx, sender, now } = context;
    await countStranger(context);
    await closeReplacedBindingsOfKey(tx, sender.signingKeyMultibase, now);
    const own = await bindingsOfKey(tx, sender.signingKeyMultibase, now);
    const bindingIds = new Set(own.map(({ binding }) => binding.id));
    const done: ({ id: string } & Receipted)[] = [];
    for (const [at, item] of items.entries()) {
      const receipted = await rekey(context, item, receipts[at] as Receipted, bindingIds);
      if (receipted) done.push({ id: item.record.id, ...receipted });
    }
    return { items: done };
  },
});

async function verify({ record, receipt, signature }: Item, request: CommandRequest): Promise<Receipted> {
  const fits =
    receipt.id === record.id &&
    receipt.commitment === record.commitment &&
    receipt.new_cid === recordCid(record);
  if (!fits) throw new Refusal('INVALID_COMMAND');
  await verifyHandOverReceipt(receipt, signature, request.sender.signingKey);
  const { id, old_cid, new_cid } = receipt;
  const deletion_receipt = { id, old_cid, new_cid, deleted_at: request.now };
  return { deletion_receipt, signature: await signDeletionReceipt(deletion_receipt, request.keys.signer) };
}

async function rekey(
  { tx, sender, now }: CommandContext,
  { record, receipt, signature }: Item,
  receipted: Receipted,
  bindingIds: ReadonlySet<number>,
): Promise<Receipted | null> {
  const row = await findHeldByCid(tx, receipt.old_cid);
  if (!row || row.binding_id === null || row.id !== record.id) return null;
  const earlier = await earlierReceipt(tx, row, sender.signingKeyMultibase);
  if (earlier) return earlier;
  const fits = row.commitment === record.commitment && row.room_id === record.room_id;
  if (!fits || !bindingIds.has(row.binding_id)) return null;
  const text = utf8Decode(recordBytes(record));
  const changed = await rekeyHeld(tx, row.seq, now, {
    new_record: text,
    receipt: JSON.stringify(receipt),
    receipt_signature: signature,
    deletion_receipt: JSON.stringify(receipted.deletion_receipt),
    deletion_signature: receipted.signature,
  });
  if (!changed) return null;
  await publishBlock(tx, { cid: receipt.new_cid, bytes: utf8(text), now });
  await listCid(tx, { cid: receipt.new_cid, roomId: record.room_id, now });
  return receipted;
}

async function earlierReceipt(
  tx: CommandContext['tx'],
  row: HeldRow,
  signingKey: string,
): Promise<Receipted | null> {
  if (row.deletion_receipt === null || row.deletion_signature === null) return null;
  if ((await signingKeyOfBinding(tx, row.binding_id)) !== signingKey) return null;
  return {
    deletion_receipt: JSON.parse(row.deletion_receipt) as DeletionReceipt,
    signature: row.deletion_signature,
  };
}
