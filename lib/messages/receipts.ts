/**
 * Receipts: `delivered` always, `read` only if the person allows it, ephemeral, never answered (`protocol.md` §6.9).
 *
 * What is owed is written in the transaction that stored the events, so that the death of the worker delays a receipt and
 * does not lose it; what leaves carries up to a hundred ids.
 */

import { type Domain, exclusively, nowSeconds } from '../domain/domain.ts';
import type { OwedReceiptsRecord } from '../domain/records/conversation-record.ts';
import { collectWrites, type Writes } from '../domain/writes.ts';
import { envelopeEvent, readCounters } from '../envelopes/envelope-event.ts';
import { newEventId } from '../protocol/envelope.ts';
import { LIMITS, RESERVED } from '../protocol/wire.ts';
import { contractsOf } from '../relationships/contracts-of.ts';
import { contractForSending } from '../relationships/live-contract.ts';

/** Notes receipts owed for a batch, and that they are to be sent soon. */
export function oweReceipts(domain: Domain, writes: Writes, owed: Omit<OwedReceiptsRecord, 'key'>): void {
  if (owed.ids.length === 0) return;
  writes.put('owed_receipts', { ...owed, key: newEventId() });
  domain.owing.add(owed.contact);
}

/** Sends the receipts this worker knows to be owed. Call outside `exclusively`. */
export async function flushReceipts(domain: Domain): Promise<void> {
  for (const key of [...domain.owing]) {
    domain.owing.delete(key);
    await exclusively(domain, () => sendReceipts(domain, key));
  }
}

/** Finds what an earlier worker owed and sends it; once a wake. */
export async function flushOldReceipts(domain: Domain): Promise<void> {
  for (const { contact } of await domain.tables.owed_receipts.getAll()) domain.owing.add(contact);
  await flushReceipts(domain);
}

/** Sends the receipts owed to one contact; drops them when there is nobody to send them to. Call inside `exclusively`. */
export async function sendReceipts(domain: Domain, key: string): Promise<void> {
  const [rows, contact] = await Promise.all([
    domain.tables.owed_receipts.getAll(),
    domain.tables.contacts.get(key),
  ]);
  const owed = rows.filter((row) => row.contact === key);
  if (owed.length === 0) return;
  const writes = collectWrites(domain);
  for (const row of owed) writes.remove('owed_receipts', row.key);
  const contract =
    contact === undefined || contact.blocked || contact.revokedAt !== null
      ? null
      : contractForSending(await contractsOf(domain, contact), contact.did, nowSeconds(domain));
  if (contact !== undefined && contract !== null) {
    const keys = await domain.keyring.identity(contact.identityIndex);
    const counters = await readCounters(domain, contract.contractId);
    const idsIn = (state: OwedReceiptsRecord['state']) =>
      owed.flatMap((row) => (row.state === state ? row.ids : []));
    const read = new Set(idsIn('read'));
    const delivered = idsIn('delivered').filter((id) => !read.has(id));
    for (const [state, ids] of [['delivered', delivered] as const, ['read', [...read]] as const]) {
      for (let at = 0; at < ids.length; at += LIMITS.page) {
        await envelopeEvent(
          domain,
          writes,
          { keys, contract, counters },
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
  await writes.commit();
}
