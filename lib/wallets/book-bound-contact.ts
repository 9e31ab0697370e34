import { addressConversation } from '../domain/records/address-record.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import { emptyContact } from '../domain/records/empty-contact.ts';
import { emptyConversation } from '../domain/records/empty-conversation.ts';
import type { Tx } from '../domain/tx.ts';
import { parseDid } from '../protocol/did.ts';
import type { ChainAddress } from './ask-escrow.ts';

/**
 * The contact who answers for an address; what was begun with the address becomes a conversation with that person. The row
 * of the address conversation gives way to the contact's, and the history under its id is read on from there (`earlierIds`).
 */
export async function bookBoundContact(
  tx: Tx,
  { identityIndex, chainId, address }: ChainAddress & { identityIndex: number },
  peerDid: string,
): Promise<ContactRecord> {
  const { contacts, conversations } = tx.tables;
  const peer = parseDid(peerDid);
  const begun = addressConversation(identityIndex, chainId, address);
  const [known, row] = await Promise.all([
    contacts.get(contactKey(identityIndex, peer.signingKeyMultibase)),
    conversations.get(begun),
  ]);
  const now = tx.clock.now();
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
    tx.remove('conversations', begun);
    tx.put('conversations', {
      ...base,
      lastLine,
      lastAt,
      lastDirection,
      lastType,
      unread: base.unread + row.unread,
    });
  } else if (contact.conversationId === begun) {
    const { address: _, ...plain } = row ?? emptyConversation(contact, now);
    tx.put('conversations', { ...plain, peerSigningKey: contact.signingKey });
  }
  tx.put('contacts', contact);
  return contact;
}
