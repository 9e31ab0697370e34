import type { GapView, MessageView } from '../api/popup/popup-rpc.ts';
import type { JsonValue } from '../crypto/json-value.ts';
import { displayText } from '../domain/display-text.ts';
import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey, historyIds } from '../domain/records/contact-record.ts';
import type { MessageRecord, MessageStateRecord, WaitingRecord } from '../domain/records/message-record.ts';
import { messageText } from '../messages/conversation-row.ts';
import { gapBefore, orderMessages } from '../messages/order-messages.ts';
import { waitingFor } from '../relationships/send-waiting.ts';
import type { StoredEntry } from '../store/segments.ts';
import { type HeldView, heldViews } from './held-views.ts';

/** One page of a conversation, oldest first: what was stored, gaps where messages are missing, and last what still waits. */
export async function conversationPage(
  domain: Domain,
  contact: ContactRecord,
  { before, limit }: { before?: number; limit: number },
): Promise<{ items: (MessageView | GapView)[]; hasMore: boolean }> {
  const { history, tables } = domain;
  const [found, inbox, waiting] = await Promise.all([
    readHistory(domain, contact, { limit: limit + 1, ...(before === undefined ? {} : { before }) }),
    tables.dedupe_high_water.get(contactKey(contact.identityIndex, contact.signingKey)),
    before === undefined ? waitingFor(domain, contact) : [],
  ]);
  const page = found.slice(0, limit).reverse();
  // A message that waits again stands in the history already.
  const fresh = waiting.filter((one) => !one.stored);
  const events = page.map(({ value }) => value);
  const [states, known] = await Promise.all([
    readStates(domain, [...events, ...fresh]),
    readEscrowAndAnchor(domain, events),
  ]);
  const marks = inbox?.marks ?? {};
  const items: (MessageView | GapView)[] = [];
  for (const { value, cursor } of inOrder(page)) {
    const gap = value.direction === 'in' ? gapBefore({ ...value, cursor }, marks) : null;
    if (gap !== null) items.push(gap);
    items.push(messageView(value, cursor, states.get(value.eventId), known.get(value.eventId)));
  }
  const last = before === undefined ? await history.lastCursor() : 0;
  for (const [at, event] of fresh.entries()) {
    items.push(messageView({ ...event, direction: 'out' }, last + 1 + at, states.get(event.eventId)));
  }
  return { items, hasMore: found.length > limit };
}

/** The latest of a conversation before a cursor, newest first, under all the ids it had. */
async function readHistory(
  { history }: Pick<Domain, 'history'>,
  contact: ContactRecord,
  options: { before?: number; limit: number },
): Promise<StoredEntry<MessageRecord>[]> {
  const parts = await Promise.all(historyIds(contact).map((id) => history.readConversation(id, options)));
  return parts
    .flat()
    .sort((a, b) => b.cursor - a.cursor)
    .slice(0, options.limit);
}

/** What is known of a message beside its own state: the escrow it went by, the block it is anchored in. */
interface EscrowAndAnchor {
  held: HeldView | undefined;
  anchoredBlock: number | null;
}

async function readEscrowAndAnchor(
  domain: Domain,
  events: readonly MessageRecord[],
): Promise<Map<string, EscrowAndAnchor>> {
  const ids = events.map(({ eventId }) => eventId);
  const [held, cids] = await Promise.all([
    heldViews(domain, events),
    domain.tables.message_cids.getMany(ids),
  ]);
  return new Map(
    ids.map((id, at) => {
      const blocks = (cids[at]?.cids ?? []).flatMap(({ block }) => (block === null ? [] : [block]));
      return [id, { held: held.get(id), anchoredBlock: blocks.length === 0 ? null : Math.min(...blocks) }];
    }),
  );
}

/** One event of the history as a screen shows it outside its conversation, with what an escrow has to do with it. */
export async function messageViews(
  domain: Domain,
  entries: readonly StoredEntry<MessageRecord>[],
): Promise<MessageView[]> {
  const events = entries.map(({ value }) => value);
  const [states, known] = await Promise.all([
    readStates(domain, events),
    readEscrowAndAnchor(domain, events),
  ]);
  return entries.map(({ value, cursor }) =>
    messageView(value, cursor, states.get(value.eventId), known.get(value.eventId)),
  );
}

/** Each device's messages in the order they were sent, on the places (cursors) they took. */
function inOrder(page: StoredEntry<MessageRecord>[]): { value: MessageRecord; cursor: number }[] {
  const ordered = orderMessages(page.map(({ value }) => value));
  return ordered.map((value, at) => ({ value, cursor: page[at]?.cursor ?? 0 }));
}

async function readStates(
  domain: Domain,
  events: readonly (MessageRecord | WaitingRecord)[],
): Promise<Map<string, MessageStateRecord>> {
  const ids = events.flatMap((one) => ('direction' in one && one.direction === 'in' ? [] : [one.eventId]));
  const states = await domain.tables.message_state.getMany(ids);
  return new Map(states.flatMap((state) => (state === undefined ? [] : [[state.eventId, state]])));
}

function messageView(
  event: Pick<MessageRecord, 'eventId' | 'direction' | 'type' | 'data' | 'origin' | 'at'>,
  cursor: number,
  state: MessageStateRecord | undefined,
  known?: EscrowAndAnchor,
): MessageView {
  const text = messageText(event.type, event.data);
  return {
    kind: 'message',
    cursor,
    eventId: event.eventId,
    direction: event.direction,
    type: displayText(event.type),
    text: text === null ? null : displayText(text),
    data: displayData(event.data),
    origin: event.origin,
    at: event.at,
    // What another device of ours sent was accepted, or it would not lie on the mediator.
    state: known?.held?.state ?? (event.direction === 'in' ? 'received' : (state?.state ?? 'accepted')),
    reason: known?.held?.reason ?? state?.reason ?? null,
    held: known?.held?.label ?? null,
    anchoredBlock: known?.anchoredBlock ?? null,
  };
}

/** Every text inside made safe to show, keys too. */
function displayData(data: JsonValue): JsonValue {
  if (typeof data === 'string') return displayText(data);
  if (Array.isArray(data)) return data.map(displayData);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [displayText(key), displayData(value)]),
  );
}
