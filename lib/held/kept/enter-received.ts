import { type ContactRecord, contactKey } from '../../domain/records/contact-record.ts';
import { emptyContact } from '../../domain/records/empty-contact.ts';
import { type MessageRecord, messageRecord } from '../../domain/records/message-record.ts';
import { PRE_CONTRACT_PREFIX } from '../../domain/records/request-id.ts';
import type { Tx } from '../../domain/tx.ts';
import { noteInConversation } from '../../messages/conversation-row.ts';
import { emptyInbox, rememberId, wasReceived } from '../../messages/inbox-record.ts';
import type { ParsedDid } from '../../protocol/did.ts';
import { contentOf, type InnerMessage } from '../../protocol/inner-message.ts';
import { isReserved } from '../../protocol/tags.ts';

/**
 * Enters messages of one author that came by an escrow into the history: into the conversation with a contact, else under
 * the requests. Left out are the companion's own types, which nobody is shown, and what came end to end under its id
 * (T-38). Gives the contact, or null when nothing was entered.
 */
export async function enterReceived(
  tx: Tx,
  identityIndex: number,
  {
    author,
    inners,
    unreadSince = 0,
  }: { author: ParsedDid; inners: readonly InnerMessage[]; unreadSince?: number },
): Promise<ContactRecord | null> {
  const { tables, clock } = tx;
  const key = contactKey(identityIndex, author.signingKeyMultibase);
  const known = await tables.contacts.get(key);
  const inbox = structuredClone(await tables.dedupe_high_water.get(key)) ?? emptyInbox(key);
  const news: MessageRecord[] = [];
  for (const inner of inners) {
    const { type, data } = contentOf(inner);
    if (isReserved(type) || wasReceived(inbox, inner.id)) continue;
    rememberId(inbox, inner.id);
    const message = {
      eventId: inner.id,
      identityIndex,
      direction: 'in',
      senderDid: inner.from_did,
      type,
      data,
      timestamp: inner.timestamp,
      at: clock.now(),
    } as const;
    news.push(messageRecord(message));
  }
  if (news.length === 0) return null;
  tx.put('dedupe_high_water', inbox);
  const contact = known ?? stranger(identityIndex, author, clock.now());
  const isKnown = known !== undefined && (await isConversation(tx, known));
  const shown: ContactRecord = isKnown ? contact : { ...contact, heldRequest: known?.heldRequest ?? 'open' };
  tx.put('contacts', shown);
  tx.append(news.map((value) => ({ conversation: contact.conversationId, value })));
  if (isKnown) await noteInConversation(tx, contact, news, unreadSince);
  return shown;
}

/** Somebody we know nothing of but the key that signed; kept out of the inbox until the person accepts. */
function stranger(identityIndex: number, author: ParsedDid, now: number): ContactRecord {
  const conversationId = `${PRE_CONTRACT_PREFIX.sender}${identityIndex}/${author.signingKeyMultibase}`;
  return emptyContact(identityIndex, author, conversationId, now);
}

async function isConversation({ tables }: Tx, contact: ContactRecord): Promise<boolean> {
  if (contact.heldRequest !== undefined) return false;
  return (await tables.conversations.get(contact.conversationId)) !== undefined;
}
