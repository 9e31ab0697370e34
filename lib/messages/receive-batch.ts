/**
 * Puts a batch of arrived events on this disk.
 *
 * Invariant: what is acknowledged is on this disk. A batch is decrypted and verified, and then one transaction brings its
 * history, its de-duplication marks and the outbox row of its own copies; only then are its ids returned to be
 * acknowledged. Dying anywhere repeats the batch, and the marks make the repetition invisible (T-38, T-46, L-05).
 */

import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import type { MessageRecord } from '../domain/records/message-record.ts';
import { collectWrites, type Writes } from '../domain/writes.ts';
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
import { emptyInbox, isNews, rememberId } from './inbox-record.ts';
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

/** Takes a batch of opened events; gives the ids that may be acknowledged. Call inside `exclusively`. */
export async function receiveBatch(
  domain: Domain,
  keys: IdentityKeys,
  opened: readonly OpenedEvent[],
): Promise<string[]> {
  const byContact = new Map<string, OpenedEvent[]>();
  for (const event of opened) {
    const list = byContact.get(event.contact.signingKey);
    if (list === undefined) byContact.set(event.contact.signingKey, [event]);
    else list.push(event);
  }
  for (const events of byContact.values()) await take(domain, keys, events);
  return opened.map((event) => event.pending.id);
}

/** Everything one contact sent in this batch, in one transaction. */
async function take(domain: Domain, keys: IdentityKeys, arrived: OpenedEvent[]): Promise<void> {
  const key = contactKey(keys.index, arrived[0]?.contact.signingKey ?? '');
  // The events were opened before the lock was held; what the person decided since then counts.
  const contact = await domain.tables.contacts.get(key);
  if (contact === undefined || contact.blocked) return;
  const inbox = (await domain.tables.dedupe_high_water.get(key)) ?? emptyInbox(key);
  const writes = collectWrites(domain);
  const news: OpenedEvent[] = [];
  for (const event of orderMessages(arrived)) {
    if (!(await isNews(domain, writes, inbox, event))) continue;
    news.push(event);
    if (!isReserved(event.type)) rememberId(inbox, event.eventId);
  }
  const { messages, controls } = sortOut(news);
  const records = messages.map((event) => toMessage(domain, keys, event));
  const stored = messages
    .map((event, at) => ({ event, record: records[at] }))
    .filter(({ event }) => !event.ephemeral);
  oweReceipts(domain, writes, {
    contact: key,
    state: 'delivered',
    ids: stored.map(({ event }) => event.eventId),
  });
  writes.put('dedupe_high_water', inbox);
  writes.append(
    stored.flatMap(({ record }) =>
      record === undefined ? [] : [{ conversation: contact.conversationId, value: record }],
    ),
  );
  await noteInConversation(
    domain,
    writes,
    contact,
    stored.map(({ event }) => ({ ...event, direction: 'in' as const })),
  );
  saveOwnCopies(
    domain,
    keys,
    writes,
    contact,
    stored.map(({ event }) => event),
  );
  const announce: (() => void)[] = [];
  for (const event of controls)
    announce.push(...(await applyControl(domain, keys, writes, { contact, event })));
  const cursor = await writes.commit({ quiet: arrived.length >= FULL_BATCH });
  announceAll(domain, contact, { news: stored.map(({ event }) => event), records, cursor, announce });
}

function sortOut(news: OpenedEvent[]): { messages: OpenedEvent[]; controls: OpenedEvent[] } {
  // Reserved types that mean nothing to this version are dropped: no origin may ever see them.
  return {
    messages: news.filter((event) => !isReserved(event.type)),
    controls: news.filter((event) => isControl(event.type)),
  };
}

function toMessage(domain: Domain, keys: IdentityKeys, event: OpenedEvent): MessageRecord {
  return {
    eventId: event.eventId,
    identityIndex: keys.index,
    contractId: event.contractId,
    direction: 'in',
    senderDid: event.senderDid,
    type: event.type,
    data: event.data,
    tags: event.tags,
    timestamp: event.envelope.timestamp,
    at: domain.clock.now(),
    dev: event.dev,
    seq: event.seq,
    origin: null,
  };
}

/** Puts the own copies of these events into the outbox; they are sealed when they leave. */
function saveOwnCopies(
  domain: Domain,
  keys: IdentityKeys,
  writes: Writes,
  contact: ContactRecord,
  events: readonly OpenedEvent[],
): void {
  const copies = events.map(
    ({ senderDid, envelope, tags }): UnsealedCopy => ({ peerDid: senderDid, envelope, tags }),
  );
  for (const unsealed of splitBySize(copies, ROW, lengthOf)) {
    const row = ownMediatorRow(keys, {
      id: `save:${envelopeHash((unsealed[0] as UnsealedCopy).envelope)}`,
      payload: { type: 'SAVE_EVENTS', events: [], ...anchorOf(contact) },
      group: 'save',
      now: domain.clock.now(),
    });
    writes.send({ ...row, unsealed });
  }
}

/** About: the event is escaped once more, and DIDs, hash and signature stand around it. */
function lengthOf({ peerDid, envelope, tags }: UnsealedCopy): number {
  return peerDid.length + 1.2 * envelope.event.length + tags.join().length + 300;
}

function announceAll(
  domain: Domain,
  contact: ContactRecord,
  {
    news,
    records,
    cursor,
    announce,
  }: { news: OpenedEvent[]; records: MessageRecord[]; cursor: number | null; announce: (() => void)[] },
): void {
  const { changes } = domain;
  const { conversationId } = contact;
  for (const event of news) {
    if (event.gap !== null) changes.domain({ kind: 'gap', conversationId, ...event.gap });
  }
  let at = cursor ?? 0;
  const storedIds = new Set(news.map((event) => event.eventId));
  for (const message of records) {
    const stored = storedIds.has(message.eventId);
    changes.domain({ kind: 'event', conversationId, cursor: stored ? at : (cursor ?? 0), message });
    if (stored) at += 1;
  }
  for (const one of announce) one();
  if (records.length > 0) changes.popup('conversations', 'state', `conversation:${conversationId}`);
}
