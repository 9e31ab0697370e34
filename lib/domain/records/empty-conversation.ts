import type { ContactRecord } from './contact-record.ts';
import type { ConversationRecord } from './conversation-record.ts';

/** The inbox row of a conversation in which nothing was said yet. */
export function emptyConversation(
  contact: Pick<ContactRecord, 'conversationId' | 'identityIndex' | 'signingKey'>,
  now: number,
): ConversationRecord {
  return {
    conversationId: contact.conversationId,
    identityIndex: contact.identityIndex,
    peerSigningKey: contact.signingKey,
    lastLine: '',
    lastAt: now,
    lastDirection: null,
    lastType: null,
    unread: 0,
    readUpTo: 0,
  };
}
