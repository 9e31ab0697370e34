import type { Domain } from '../../domain/domain.ts';
import { type ContactRecord, contactKey } from '../../domain/records/contact-record.ts';
import { emptyContact } from '../../domain/records/empty-contact.ts';
import type { MessageRecord } from '../../domain/records/message-record.ts';
import { EARLY } from '../../domain/records/request-id.ts';
import type { Writes } from '../../domain/writes.ts';
import { noteInConversation } from '../../messages/conversation-row.ts';
import { emptyInbox, rememberId, wasReceived } from '../../messages/inbox-record.ts';
import type { ParsedDid } from '../../protocol/did.ts';
import { contentOf, type InnerMessage } from '../../protocol/inner-message.ts';
import { isReserved } from '../../protocol/tags.ts';

/**
 * Enters messages of one author that came by an escrow into the history: into the conversation with a contact, else under
 * the requests. Left out are the companion's own types, which nobody is shown, and what came end to end under its id
 * (T-38). Gives the contact, or null when nothing was entered. Call inside `exclusively`, once for an author and `writes`.
 */
export async function enterReceived(
  domain: Domain,
  writes: Writes,
  identityIndex: number,
  {
    author,
    inners,
    unreadSince = 0,
  }: { author: ParsedDid; inners: readonly InnerMessage[]; unreadSince?: number },
): Promise<ContactRecord | null> {
  const { tables, clock } = domain;
  const key = contactKey(identityIndex, author.signingKeyMultibase);
  const known = await tables.contacts.get(key);
  const inbox = (await tables.dedupe_high_water.get(key)) ?? emptyInbox(key);
  const news: MessageRecord[] = [];
  for (const inner of inners) {
    const { type, data } = contentOf(inner);
    if (isReserved(type) || wasReceived(inbox, inner.id)) continue;
    rememberId(inbox, inner.id);
    news.push({
      eventId: inner.id,
      identityIndex,
      contractId: '',
      direction: 'in',
      senderDid: inner.from_did,
      type,
      data,
      tags: [],
      timestamp: inner.timestamp,
      at: clock.now(),
      dev: null,
      seq: null,
      origin: null,
    });
  }
  if (news.length === 0) return null;
  writes.put('dedupe_high_water', inbox);
  const contact = known ?? stranger(identityIndex, author, clock.now());
  const isKnown = known !== undefined && (await isConversation(domain, known));
  const shown: ContactRecord = isKnown ? contact : { ...contact, heldRequest: known?.heldRequest ?? 'open' };
  writes.put('contacts', shown);
  writes.append(news.map((value) => ({ conversation: contact.conversationId, value })));
  if (isKnown) await noteInConversation(domain, writes, contact, news, unreadSince);
  return shown;
}

/** Somebody we know nothing of but the key that signed; kept out of the inbox until the person accepts. */
function stranger(identityIndex: number, author: ParsedDid, now: number): ContactRecord {
  const conversationId = `${EARLY.sender}${identityIndex}/${author.signingKeyMultibase}`;
  return emptyContact(identityIndex, author, conversationId, now);
}

async function isConversation({ tables }: Domain, contact: ContactRecord): Promise<boolean> {
  if (contact.heldRequest !== undefined) return false;
  return (await tables.conversations.get(contact.conversationId)) !== undefined;
}
