import { type ContactRecord, contactKey } from '../contacts/contact-record.ts';
import { displayText } from '../contacts/display-text.ts';
import type { JsonValue } from '../provider/decentrl-rpc.ts';
import type { GapView, MessageView } from '../rpc/popup-rpc.ts';
import type { StoredEntry } from '../store/segments.ts';
import { messageText } from './conversation-row.ts';
import type { Domain } from './domain.ts';
import type { MessageRecord, MessageStateRecord, WaitingRecord } from './message-record.ts';
import { gapBefore, orderMessages } from './order-messages.ts';
import { waitingFor } from './send-waiting.ts';

/** One page of a conversation, oldest first: what was stored, gaps where messages are missing, and last what still waits. */
export async function conversationPage(
  domain: Domain,
  contact: ContactRecord,
  { before, limit }: { before?: number; limit: number },
): Promise<{ items: (MessageView | GapView)[]; hasMore: boolean }> {
  const { history, tables } = domain;
  const [found, inbox, waiting] = await Promise.all([
    history.readConversation(contact.conversationId, {
      limit: limit + 1,
      ...(before === undefined ? {} : { before }),
    }),
    tables.dedupe_high_water.get(contactKey(contact.identityIndex, contact.signingKey)),
    before === undefined ? waitingFor(domain, contact) : [],
  ]);
  const page = found.slice(0, limit).reverse();
  // A message that waits again stands in the history already.
  const fresh = waiting.filter((one) => !one.stored);
  const states = await readStates(domain, [...page.map(({ value }) => value), ...fresh]);
  const marks = inbox?.marks ?? {};
  const items: (MessageView | GapView)[] = [];
  for (const { value, cursor } of inOrder(page)) {
    const gap = value.direction === 'in' ? gapBefore({ ...value, cursor }, marks) : null;
    if (gap !== null) items.push(gap);
    items.push(messageView(value, cursor, states.get(value.eventId)));
  }
  const last = before === undefined ? await history.lastCursor() : 0;
  for (const [at, event] of fresh.entries()) {
    items.push(messageView({ ...event, direction: 'out' }, last + 1 + at, states.get(event.eventId)));
  }
  return { items, hasMore: found.length > limit };
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
    state: event.direction === 'in' ? 'received' : (state?.state ?? 'accepted'),
    reason: state?.reason ?? null,
    held: null,
    anchoredBlock: null,
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
