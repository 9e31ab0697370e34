/**
 * Unknown people who wrote to a wallet of ours: their messages stand among the requests until the person decides. A yes
 * asks them for a contract, which their client accepts by itself (address-messaging.md §3, steps 2 and 5; §3.14).
 */

import { change } from '../../domain/change.ts';
import type { Domain } from '../../domain/domain.ts';
import { type ContactRecord, contactKey } from '../../domain/records/contact-record.ts';
import { emptyConversation } from '../../domain/records/empty-conversation.ts';
import { NotFoundError } from '../../errors/errors.ts';
import { lastLineOf, messageText } from '../../messages/conversation-row.ts';
import { propose } from '../../relationships/propose-contract.ts';

const PREFIX = 'held:';

/** The id under which the question about a sender is asked. */
export function senderRequestId({ identityIndex, signingKey }: ContactRecord): string {
  return PREFIX + contactKey(identityIndex, signingKey);
}

/** Tells whether a request id names an unknown sender rather than a contract request. */
export function isSenderRequest(requestId: string): boolean {
  return requestId.startsWith(PREFIX);
}

/** The senders that wait for an answer. */
export async function openSenders({ tables }: Pick<Domain, 'tables'>): Promise<ContactRecord[]> {
  const contacts = await tables.contacts.getAll();
  return contacts.filter(({ heldRequest, blocked }) => heldRequest === 'open' && !blocked);
}

async function senderOf({ tables }: Pick<Domain, 'tables'>, requestId: string): Promise<ContactRecord> {
  const contact = await tables.contacts.get(requestId.slice(PREFIX.length));
  if (contact?.heldRequest === undefined) throw new NotFoundError('This request is no longer there.');
  return contact;
}

/** The person accepts a sender: the conversation joins the inbox and a contract is asked for. Throws NotFoundError, and InvalidParamsError for somebody blocked. */
export function acceptSender(domain: Domain, requestId: string): Promise<{ conversationId: string }> {
  return change(domain, async (tx) => {
    const { heldRequest: _, ...contact } = await senderOf(tx, requestId);
    const { conversationId, identityIndex, did } = contact;
    const recent = await tx.history.readConversation(conversationId, { limit: 1 });
    const last = recent[0]?.value;
    tx.put('contacts', contact);
    tx.put('conversations', {
      ...emptyConversation(contact, tx.clock.now()),
      ...(last === undefined
        ? {}
        : {
            lastLine: lastLineOf(last.type, last.data),
            lastDirection: last.direction,
            lastType: messageText(last.type, last.data) === null ? last.type : null,
          }),
    });
    await propose(tx, { identityIndex, peerDid: did, origin: null });
    tx.after(() => tx.changes.popup('requests', 'conversations', 'state'));
    return { conversationId };
  });
}

/** The person declines a sender, and blocks the key if they want. Throws NotFoundError. */
export function declineSender(domain: Domain, requestId: string, block: boolean): Promise<void> {
  return change(domain, async (tx) => {
    const contact = await senderOf(tx, requestId);
    tx.put('contacts', { ...contact, heldRequest: 'declined', blocked: block || contact.blocked });
    tx.after(() => tx.changes.popup('requests', 'conversations', 'state'));
  });
}
