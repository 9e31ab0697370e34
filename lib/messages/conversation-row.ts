import type { JsonValue } from '../crypto/json-value.ts';
import { displayLine } from '../domain/display-text.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import { emptyConversation } from '../domain/records/empty-conversation.ts';
import type { Tx } from '../domain/tx.ts';

/** The event type whose `data.content` is a text from person to person. */
export const CHAT_MESSAGE = 'chat.message';

/** The text of a chat message, null for other events. Untrusted and unchanged: show it through `displayText`. */
export function messageText(type: string, data: JsonValue): string | null {
  if (type !== CHAT_MESSAGE || typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const text = data.content ?? data.text;
  return typeof text === 'string' ? text : null;
}

/** One line for the list: the text of a chat message, nothing for other events (their type is shown instead). */
export function lastLineOf(type: string, data: JsonValue): string {
  const text = messageText(type, data);
  return text === null ? '' : displayLine(text, 160);
}

/**
 * Brings the conversation's inbox row up to date with events just stored: the last one's line, and the unread count.
 * The events are in the order of the history. Those with a `timestamp` before `unreadSince`
 * (milliseconds) count as read: they come from before this device.
 */
export async function noteInConversation(
  tx: Tx,
  contact: ContactRecord,
  events: readonly { direction: 'in' | 'out'; type: string; data: JsonValue; timestamp?: number }[],
  unreadSince = 0,
): Promise<void> {
  const last = events.at(-1);
  if (last === undefined) return;
  const now = tx.clock.now();
  const row = (await tx.tables.conversations.get(contact.conversationId)) ?? emptyConversation(contact, now);
  const text = messageText(last.type, last.data);
  tx.put('conversations', {
    ...row,
    lastLine: lastLineOf(last.type, last.data),
    lastAt: now,
    lastDirection: last.direction,
    lastType: text === null ? last.type : null,
    unread: row.unread + events.filter((event) => isUnread(event, unreadSince)).length,
  });
}

function isUnread(
  { direction, timestamp }: { direction: 'in' | 'out'; timestamp?: number },
  since: number,
): boolean {
  return direction === 'in' && (timestamp === undefined || timestamp * 1000 >= since);
}
