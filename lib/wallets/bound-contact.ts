import { type Domain, exclusively } from '../domain/domain.ts';
import { addressConversation } from '../domain/records/address-record.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import { emptyContact } from '../domain/records/empty-contact.ts';
import { emptyConversation } from '../domain/records/empty-conversation.ts';
import { collectWrites, type Writes } from '../domain/writes.ts';
import { parseDid } from '../protocol/did.ts';
import type { ChainAddress } from './ask-escrow.ts';

/** The contact who answers for an address; what was begun with the address becomes a conversation with that person. */
export function boundContact(
  domain: Domain,
  target: ChainAddress & { identityIndex: number },
  peerDid: string,
): Promise<ContactRecord> {
  return exclusively(domain, async () => {
    const writes = collectWrites(domain);
    const contact = await bookBoundContact(domain, writes, target, peerDid);
    await writes.commit();
    return contact;
  });
}

/**
 * The same into `writes`, for callers inside `exclusively`. The row of the address conversation gives way to the
 * contact's, and the history under its id is read on from there (`earlierIds`).
 */
export async function bookBoundContact(
  domain: Domain,
  writes: Writes,
  { identityIndex, chainId, address }: ChainAddress & { identityIndex: number },
  peerDid: string,
): Promise<ContactRecord> {
  const { contacts, conversations } = domain.tables;
  const peer = parseDid(peerDid);
  const begun = addressConversation(identityIndex, chainId, address);
  const [known, row] = await Promise.all([
    contacts.get(contactKey(identityIndex, peer.signingKeyMultibase)),
    conversations.get(begun),
  ]);
  const now = domain.clock.now();
  const before = known ?? emptyContact(identityIndex, peer, begun, now);
  const contact: ContactRecord = {
    ...before,
    address: { chainId, address },
    // A binding the wallet signed is no consent, but without a contract it is the newest that is known of this key.
    ...(before.contractIds.length === 0 ? { did: peer.did, alias: peer.alias } : {}),
  };
  if (row !== undefined && contact.conversationId !== begun) {
    const own = await conversations.get(contact.conversationId);
    contact.earlierIds = [...new Set([...(contact.earlierIds ?? []), begun])];
    const base = own ?? emptyConversation(contact, now);
    const later = own === undefined || row.lastAt > own.lastAt ? row : own;
    const { lastLine, lastAt, lastDirection, lastType } = later;
    writes.remove('conversations', begun);
    writes.put('conversations', {
      ...base,
      lastLine,
      lastAt,
      lastDirection,
      lastType,
      unread: base.unread + row.unread,
    });
  } else if (contact.conversationId === begun) {
    const { address: _, ...plain } = row ?? emptyConversation(contact, now);
    writes.put('conversations', { ...plain, peerSigningKey: contact.signingKey });
  }
  writes.put('contacts', contact);
  return contact;
}
