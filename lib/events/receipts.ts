/**
 * Receipts: `delivered` always, `read` only if the person allows it, ephemeral, never answered (`protocol.md` §6).
 *
 * What is owed lies in the inbox record since the transaction that stored the events, so that the death of the worker
 * delays a receipt and does not lose it; what leaves carries up to a hundred ids.
 */
import { contractsOf } from '../contracts/contracts-of.ts';
import { contractForSending } from '../contracts/live-contract.ts';
import { newEventId } from '../protocol/envelope.ts';
import { LIMITS, RESERVED } from '../protocol/wire.ts';
import type { InboxRecord } from './conversation-record.ts';
import { type Domain, exclusively, nowSeconds } from './domain.ts';
import { envelopeEvent, readCounters } from './envelope-event.ts';
import { collectWrites } from './writes.ts';

/** Sends the receipts this worker knows to be owed. Call outside `exclusively`. */
export async function flushReceipts(domain: Domain): Promise<void> {
  for (const key of [...domain.owing]) {
    domain.owing.delete(key);
    await exclusively(domain, () => sendReceipts(domain, key));
  }
}

/** Finds what an earlier worker owed and sends it; once a wake. */
export async function flushOldReceipts(domain: Domain): Promise<void> {
  for (const inbox of await domain.tables.dedupe_high_water.getAll()) {
    if (owes(inbox)) domain.owing.add(inbox.key);
  }
  await flushReceipts(domain);
}

function owes({ due }: InboxRecord): boolean {
  return due.delivered.length + due.read.length > 0;
}

/** Sends the receipts owed to one contact; drops them when there is nobody to send them to. Call inside `exclusively`. */
export async function sendReceipts(domain: Domain, key: string): Promise<void> {
  const [inbox, contact] = await Promise.all([
    domain.tables.dedupe_high_water.get(key),
    domain.tables.contacts.get(key),
  ]);
  if (inbox === undefined || !owes(inbox)) return;
  const writes = collectWrites(domain);
  writes.put('dedupe_high_water', { ...inbox, due: { delivered: [], read: [] } });
  const contract =
    contact === undefined || contact.blocked || contact.revokedAt !== null
      ? null
      : contractForSending(await contractsOf(domain, contact), contact.did, nowSeconds(domain));
  if (contact !== undefined && contract !== null) {
    const keys = await domain.keyring.identity(contact.identityIndex);
    const counters = await readCounters(domain, contract.contractId);
    const read = new Set(inbox.due.read);
    const delivered = inbox.due.delivered.filter((id) => !read.has(id));
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
