import { addressConversation } from '../../domain/records/address-record.ts';
import type { ContactRecord } from '../../domain/records/contact-record.ts';
import { emptyConversation } from '../../domain/records/empty-conversation.ts';
import { messageRecord } from '../../domain/records/message-record.ts';
import type { Tx } from '../../domain/tx.ts';
import { lastLineOf, messageText, noteInConversation } from '../../messages/conversation-row.ts';
import { contentOf, type InnerMessage } from '../../protocol/inner-message.ts';

/**
 * Enters a message to an address into the history, under the conversation begun with that address, and into the row of
 * that conversation, or of the contact who answers for the address by now.
 */
export async function enterSent(
  tx: Tx,
  identityIndex: number,
  { inner, tags, origin }: { inner: InnerMessage; tags: string[]; origin: string | null },
): Promise<void> {
  const { chain_id: chainId, to_address: address } = inner;
  const begun = addressConversation(identityIndex, chainId, address);
  const now = tx.clock.now();
  const { type, data } = contentOf(inner);
  const message = messageRecord({
    eventId: inner.id,
    identityIndex,
    direction: 'out',
    senderDid: inner.from_did,
    type,
    data,
    tags,
    timestamp: inner.timestamp,
    at: now,
    origin,
  });
  tx.append([{ conversation: begun, value: message }]);
  const contact = await contactOf(tx, begun);
  if (contact !== undefined) return noteInConversation(tx, contact, [message]);
  const known = await tx.tables.conversations.get(begun);
  const row = known ?? emptyConversation({ conversationId: begun, identityIndex, signingKey: '' }, now);
  tx.put('conversations', {
    ...row,
    address: { chainId, address },
    lastLine: lastLineOf(type, data),
    lastAt: now,
    lastDirection: 'out',
    lastType: messageText(type, data) === null ? type : null,
  });
}

/** Who answers in the conversation that was begun with an address. */
async function contactOf({ tables }: Tx, begun: string): Promise<ContactRecord | undefined> {
  const contacts = await tables.contacts.getAll();
  return contacts.find((one) => one.conversationId === begun || one.earlierIds?.includes(begun));
}
