/**
 * Puts a batch of arrived events on this disk.
 *
 * Invariant: what is acknowledged is on this disk. A batch is decrypted and verified, and then one transaction brings its
 * history, its de-duplication marks and the outbox row of its own copies; only then are its ids returned to be
 * acknowledged. Dying anywhere repeats the batch, and the marks make the repetition invisible (T-38, T-46, L-05).
 */

import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import { type MessageRecord, messageRecord } from '../domain/records/message-record.ts';
import type { Tx } from '../domain/tx.ts';
import { anchorOf } from '../envelopes/envelope-event.ts';
import type { UnsealedCopy } from '../envelopes/own-copy.ts';
import { ownMediatorRow } from '../envelopes/own-row.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { envelopeHash } from '../protocol/envelope.ts';
import { isReserved } from '../protocol/tags.ts';
import { LIMITS } from '../protocol/wire.ts';
import { ROW_CHARACTERS } from '../store/schema.ts';
import { splitBySize } from '../store/split-by-size.ts';
import { applyControl, isControl } from './control-events.ts';
import { noteInConversation } from './conversation-row.ts';
import { bookReceived, emptyInbox, rememberId } from './inbox-record.ts';
import type { OpenedEvent } from './open-event.ts';
import { orderMessages } from './order-messages.ts';
import { oweReceipts } from './receipts.ts';

/**
 * From so many events on, what a batch has to send (receipts, own copies) waits for the end of the pass, where the sync
 * wakes the outbox: reading what is new goes first.
 */
export const FULL_BATCH = 100;

/** Of own copies; two such rows fill a command. */
const ROW = { items: LIMITS.page / 2, size: ROW_CHARACTERS };

/** Takes a batch of opened events, a contact at a time; gives the ids that may be acknowledged. */
export async function receiveBatch(
  domain: Domain,
  keys: IdentityKeys,
  opened: readonly OpenedEvent[],
): Promise<string[]> {
  const byContact = Map.groupBy(opened, ({ contact }) => contact.signingKey);
  for (const events of byContact.values()) {
    await change(domain, (tx) => receiveFrom(tx, keys, events), { quiet: events.length >= FULL_BATCH });
  }
  return opened.map((event) => event.pending.id);
}

/** Everything one contact sent in this batch. */
async function receiveFrom(tx: Tx, keys: IdentityKeys, arrived: readonly OpenedEvent[]): Promise<void> {
  const key = contactKey(keys.index, arrived[0]?.contact.signingKey ?? '');
  // The events were opened before the lock was held; what the person decided since then counts.
  const contact = await tx.tables.contacts.get(key);
  if (contact === undefined || contact.blocked) return;
  const inbox = (await tx.tables.dedupe_high_water.get(key)) ?? emptyInbox(key);
  const news: OpenedEvent[] = [];
  for (const event of orderMessages(arrived)) {
    if (!(await bookReceived(tx, inbox, event))) continue;
    news.push(event);
    if (!isReserved(event.type)) rememberId(inbox, event.eventId);
  }
  const { messages, controls } = sortOut(news);
  const stored = messages.filter((event) => !event.ephemeral);
  const ids = stored.map((event) => event.eventId);
  oweReceipts(tx, { contact: key, state: 'delivered', ids });
  tx.put('dedupe_high_water', inbox);
  announceAll(tx, keys, contact, messages);
  await noteInConversation(
    tx,
    contact,
    stored.map((event) => ({ ...event, direction: 'in' as const })),
  );
  saveOwnCopies(tx, keys, contact, stored);
  for (const event of controls) await applyControl(tx, keys, { contact, event });
}

function sortOut(news: OpenedEvent[]): { messages: OpenedEvent[]; controls: OpenedEvent[] } {
  // Reserved types that mean nothing to this version are dropped: no origin may ever see them.
  return {
    messages: news.filter((event) => !isReserved(event.type)),
    controls: news.filter((event) => isControl(event.type)),
  };
}

function toMessage(tx: Tx, keys: IdentityKeys, event: OpenedEvent): MessageRecord {
  return messageRecord({
    eventId: event.eventId,
    identityIndex: keys.index,
    contractId: event.contractId,
    direction: 'in',
    senderDid: event.senderDid,
    type: event.type,
    data: event.data,
    tags: event.tags,
    timestamp: event.envelope.timestamp,
    at: tx.clock.now(),
    dev: event.dev,
    seq: event.seq,
  });
}

/** Puts the own copies of these events into the outbox; they are sealed when they leave. */
function saveOwnCopies(
  tx: Tx,
  keys: IdentityKeys,
  contact: ContactRecord,
  events: readonly OpenedEvent[],
): void {
  const copies = events.map(
    ({ senderDid, envelope, tags }): UnsealedCopy => ({ peerDid: senderDid, envelope, tags }),
  );
  for (const unsealed of splitBySize(copies, ROW, lengthOf)) {
    tx.send(
      ownMediatorRow(keys, {
        id: `save:${envelopeHash((unsealed[0] as UnsealedCopy).envelope)}`,
        payload: { type: 'SAVE_EVENTS', events: [], ...anchorOf(contact) },
        unsealed,
        group: 'save',
      }),
    );
  }
}

/** About: the event is escaped once more, and DIDs, hash and signature stand around it. */
function lengthOf({ peerDid, envelope, tags }: UnsealedCopy): number {
  return peerDid.length + 1.2 * envelope.event.length + tags.join().length + 300;
}

/** Adds what lasts to the history, and tells of everything once that is durable; what does not last has no cursor of its own. */
function announceAll(
  tx: Tx,
  keys: IdentityKeys,
  { conversationId }: ContactRecord,
  messages: readonly OpenedEvent[],
): void {
  if (messages.length === 0) return;
  const records = messages.map((event) => ({ event, message: toMessage(tx, keys, event) }));
  const lasting = records.filter(({ event }) => !event.ephemeral);
  const appended = tx.append(
    lasting.map(({ message }) => ({ conversation: conversationId, value: message })),
  );
  tx.after(() => {
    for (const { event } of lasting) {
      if (event.gap !== null) tx.changes.domain({ kind: 'gap', conversationId, ...event.gap });
    }
    let at = 0;
    for (const { event, message } of records) {
      const cursor = event.ephemeral ? 0 : appended.cursorOf(at++);
      tx.changes.domain({ kind: 'event', conversationId, cursor, message });
    }
    tx.changes.popup('conversations', 'state', `conversation:${conversationId}`);
  });
}
