/**
 * Receipts: `delivered` always, `read` only if the person allows it, ephemeral, never answered (`protocol.md` §6.9).
 *
 * What is owed is written in the transaction that stored the events, so that the death of the worker delays a receipt and
 * does not lose it; what leaves carries up to a hundred ids.
 */

import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import type { OwedReceiptsRecord } from '../domain/records/conversation-record.ts';
import type { Tx } from '../domain/tx.ts';
import { envelopeEvent } from '../envelopes/envelope-event.ts';
import { newEventId } from '../protocol/envelope.ts';
import { LIMITS, RESERVED } from '../protocol/wire.ts';
import { contractsOf } from '../relationships/contracts-of.ts';
import { contractForSending } from '../relationships/live-contract.ts';

/** Notes receipts owed for a batch, and that they are to be sent soon. */
export function oweReceipts(tx: Tx, owed: Omit<OwedReceiptsRecord, 'key'>): void {
  if (owed.ids.length === 0) return;
  tx.put('owed_receipts', { ...owed, key: newEventId() });
  tx.after(() => void tx.owedReceipts.add(owed.contact));
}

/** Sends the receipts this worker knows to be owed. */
export async function flushReceipts(domain: Domain): Promise<void> {
  for (const key of [...domain.owedReceipts]) {
    domain.owedReceipts.delete(key);
    await change(domain, (tx) => sendReceipts(tx, key));
  }
}

/** Finds what an earlier worker owed and sends it; once a wake. */
export async function flushOldReceipts(domain: Domain): Promise<void> {
  for (const { contact } of await domain.tables.owed_receipts.getAll()) domain.owedReceipts.add(contact);
  await flushReceipts(domain);
}

/** Sends the receipts owed to one contact; drops them when there is nobody to send them to. */
async function sendReceipts(tx: Tx, key: string): Promise<void> {
  const [rows, contact] = await Promise.all([tx.tables.owed_receipts.getAll(), tx.tables.contacts.get(key)]);
  const owed = rows.filter((row) => row.contact === key);
  if (owed.length === 0) return;
  for (const row of owed) tx.remove('owed_receipts', row.key);
  if (contact === undefined || contact.blocked || contact.revokedAt !== null) return;
  const contract = contractForSending(await contractsOf(tx, contact), contact.did, nowSeconds(tx));
  if (contract === null) return;
  const keys = await tx.keyring.identity(contact.identityIndex);
  const idsIn = (state: OwedReceiptsRecord['state']) =>
    owed.flatMap((row) => (row.state === state ? row.ids : []));
  const read = new Set(idsIn('read'));
  const delivered = idsIn('delivered').filter((id) => !read.has(id));
  for (const [state, ids] of [['delivered', delivered] as const, ['read', [...read]] as const]) {
    for (let at = 0; at < ids.length; at += LIMITS.page) {
      await envelopeEvent(
        tx,
        { keys, contract },
        {
          eventId: newEventId(),
          type: RESERVED.receipt,
          data: { ids: ids.slice(at, at + LIMITS.page), state },
          tags: [],
          ephemeral: true,
          ownCopy: false,
          conversationId: contact.conversationId,
        },
      );
    }
  }
}
