import type { ConversationRow } from '../api/popup/popup-rpc.ts';
import { displayLine } from '../domain/display-text.ts';
import type { Domain } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import type { ConversationRecord } from '../domain/records/conversation-record.ts';
import { messageText } from '../messages/conversation-row.ts';
import { addressContact } from '../relationships/find-conversation.ts';
import { contactView, readContacts } from './contact-view.ts';

/** Every conversation, last used first, without reading any history (`popup.md` *Rules*). */
export async function conversationRows(domain: Pick<Domain, 'tables' | 'clock'>): Promise<ConversationRow[]> {
  const [records, { contacts, looks }] = await Promise.all([
    domain.tables.conversations.getAll(),
    readContacts(domain),
  ]);
  const byKey = new Map(contacts.map((one) => [contactKey(one.identityIndex, one.signingKey), one]));
  const now = domain.clock.now();
  return records
    .flatMap((record) => {
      const contact =
        record.address !== undefined && record.peerSigningKey === ''
          ? addressContact(record, record.address)
          : byKey.get(contactKey(record.identityIndex, record.peerSigningKey));
      return contact === undefined ? [] : [toRow(record, contactView(contact, looks, now))];
    })
    .sort((a, b) => b.lastAt - a.lastAt);
}

function toRow(record: ConversationRecord, contact: ConversationRow['contact']): ConversationRow {
  const { conversationId, lastLine, lastAt, unread, lastDirection } = record;
  const lastType = record.lastType === null ? null : displayLine(record.lastType, 128);
  return { conversationId, contact, lastLine, lastAt, lastDirection, unread, lastType };
}

/** How much history one search looks through at most, newest first. */
const MOST_SCANNED = 200_000;
const MOST_FOUND = 200;

/**
 * The conversations whose person or texts contain `search` (case does not matter), those found by name first; a row found
 * by a text shows that text. Scans the history newest first (`browsers.md` *Storage*).
 */
export async function searchConversations(
  domain: Pick<Domain, 'tables' | 'clock' | 'history'>,
  search: string,
): Promise<ConversationRow[]> {
  const rows = await conversationRows(domain);
  const needle = search.trim().toLowerCase();
  if (needle === '') return rows;
  const byName = rows.filter(({ contact }) =>
    [contact.name, contact.alias ?? '', contact.fingerprint, contact.did].some((text) =>
      text.toLowerCase().includes(needle),
    ),
  );
  const byId = new Map(rows.map((row) => [row.conversationId, row]));
  const lasting = await lastingIds(domain);
  for (const { conversationId } of byName) byId.delete(conversationId);
  const byText: ConversationRow[] = [];
  let scanned = 0;
  for await (const { conversation, value } of domain.history.scan()) {
    if (byId.size === 0 || byText.length >= MOST_FOUND || scanned++ >= MOST_SCANNED) break;
    const row = byId.get(lasting.get(conversation) ?? conversation);
    if (row === undefined) continue;
    const text = messageText(value.type, value.data) ?? '';
    const at = text.toLowerCase().indexOf(needle);
    if (at < 0) continue;
    byId.delete(row.conversationId);
    const line = displayLine(text.slice(Math.max(0, at - 40)), 160);
    byText.push({ ...row, lastLine: line, lastAt: value.at, lastDirection: value.direction, lastType: null });
  }
  return [...byName, ...byText];
}

/** By the ids under which part of a history lies, the conversation it is shown in now. */
async function lastingIds({ tables }: Pick<Domain, 'tables'>): Promise<Map<string, string>> {
  const contacts = await tables.contacts.getAll();
  return new Map(
    contacts.flatMap(({ conversationId, earlierIds = [] }) =>
      earlierIds.map((id): [string, string] => [id, conversationId]),
    ),
  );
}
