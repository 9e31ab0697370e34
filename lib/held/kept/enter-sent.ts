import type { Domain } from '../../domain/domain.ts';
import { addressConversation } from '../../domain/records/address-record.ts';
import type { ContactRecord } from '../../domain/records/contact-record.ts';
import { emptyConversation } from '../../domain/records/empty-conversation.ts';
import type { MessageRecord } from '../../domain/records/message-record.ts';
import type { Writes } from '../../domain/writes.ts';
import { lastLineOf, messageText, noteInConversation } from '../../messages/conversation-row.ts';
import { contentOf } from '../../protocol/inner-message.ts';
import type { OwnHeldSent } from './own-held-sent.ts';

/**
 * Enters a message to an address into the history, under the conversation begun with that address, and into the row of
 * that conversation, or of the contact who answers for the address by now. Call inside `exclusively`.
 */
export async function enterSent(
  domain: Domain,
  writes: Writes,
  identityIndex: number,
  { inner, tags, origin }: Pick<OwnHeldSent, 'inner' | 'tags' | 'origin'>,
): Promise<void> {
  const { chain_id: chainId, to_address: address } = inner;
  const begun = addressConversation(identityIndex, chainId, address);
  const now = domain.clock.now();
  const { type, data } = contentOf(inner);
  const message: MessageRecord = {
    eventId: inner.id,
    identityIndex,
    contractId: '',
    direction: 'out',
    senderDid: inner.from_did,
    type,
    data,
    tags,
    timestamp: inner.timestamp,
    at: now,
    dev: null,
    seq: null,
    origin,
  };
  writes.append([{ conversation: begun, value: message }]);
  const contact = await contactOf(domain, begun);
  if (contact !== undefined) return noteInConversation(domain, writes, contact, [message]);
  const known = await domain.tables.conversations.get(begun);
  const row = known ?? emptyConversation({ conversationId: begun, identityIndex, signingKey: '' }, now);
  writes.put('conversations', {
    ...row,
    address: { chainId, address },
    lastLine: lastLineOf(type, data),
    lastAt: now,
    lastDirection: 'out',
    lastType: messageText(type, data) === null ? type : null,
  });
}

/** Who answers in the conversation that was begun with an address. */
async function contactOf({ tables }: Domain, begun: string): Promise<ContactRecord | undefined> {
  const contacts = await tables.contacts.getAll();
  return contacts.find((one) => one.conversationId === begun || one.earlierIds?.includes(begun));
}
