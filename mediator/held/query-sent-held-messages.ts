import type { CommandReply } from '../../lib/protocol/commands.ts';
import { decodePlace, encodeCursor } from '../commands/cursor.ts';
import type { Tx } from '../store/database/schema.ts';
import { findBinding } from '../store/held/find-binding.ts';
import type { HeldRow } from '../store/held/held-row.ts';
import { listSentHeld } from '../store/held/list-sent-held.ts';
import { defineHeldCommand } from './define-held-command.ts';
import { stateAt } from './state-at.ts';

type SentView = CommandReply<'QUERY_SENT_HELD_MESSAGES'>['rows'][number];

const QUERY = 'sent-held';

/**
 * A page of what the caller's signing key saved, oldest first, wherever that identity is registered now. Once encrypted
 * anew, with everything the sender needs to check it: the new record, the recipient's receipt, the binding (B-07, B-16).
 */
export const querySentHeldMessages = defineHeldCommand({
  type: 'QUERY_SENT_HELD_MESSAGES',
  async run(context, { limit, cursor }) {
    const { tx, sender, limits, keys, now } = context;
    const { rows, more } = await listSentHeld(tx, sender.signingKeyMultibase, {
      after: decodePlace(keys, QUERY, cursor),
      limit: Math.min(limit ?? limits.page_events, limits.page_events),
      maxBytes: limits.page_bytes,
    });
    const last = rows.at(-1);
    const views: SentView[] = [];
    for (const row of rows) views.push(await viewOf(tx, row, now));
    return { rows: views, next_cursor: more && last ? encodeCursor(keys, QUERY, last.seq) : null };
  },
});

async function viewOf(tx: Tx, row: HeldRow, now: number): Promise<SentView> {
  const view: SentView = { id: row.id, state: stateAt(row, now), cid: row.cid };
  if (row.new_record === null || row.receipt === null || row.receipt_signature === null) return view;
  const binding = await findBinding(tx, row.binding_id);
  return {
    ...view,
    new_record: JSON.parse(row.new_record) as unknown,
    receipt: JSON.parse(row.receipt) as unknown,
    receipt_signature: row.receipt_signature,
    chain_id: binding.chain_id,
    binding: JSON.parse(binding.binding) as unknown,
    wallet_signature: binding.wallet_signature,
    did_signature: binding.did_signature,
    ...(binding.moved === null ? {} : { moved: JSON.parse(binding.moved) as unknown }),
  };
}
