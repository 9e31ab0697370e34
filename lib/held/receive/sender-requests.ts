/**
 * Unknown people who wrote to a wallet of ours: their messages stand among the requests until the person decides. A yes
 * asks them for a contract, which their client accepts by itself (address-messaging.md §3, steps 2 and 5; §3.14).
 */

import type { RequestView } from '../../api/popup/popup-rpc.ts';
import { displayLine } from '../../domain/display-text.ts';
import { type Domain, exclusively } from '../../domain/domain.ts';
import { type ContactRecord, contactKey } from '../../domain/records/contact-record.ts';
import { collectWrites } from '../../domain/writes.ts';
import { NotFoundError } from '../../errors/errors.ts';
import { lastLineOf, messageText } from '../../messages/conversation-row.ts';
import { parseDid } from '../../protocol/did.ts';
import { fingerprint } from '../../protocol/fingerprint.ts';
import { emptyConversation } from '../../relationships/adopt-contract.ts';
import { propose } from '../../relationships/propose-contract.ts';
import { contactName } from '../../views/contact-name.ts';
import { isAmbiguous, type NameLooks } from '../../views/contact-view.ts';
import { messageViews } from '../../views/conversation-view.ts';

const PREFIX = 'held:';
/** As many of the last messages as a request shows. */
const SHOWN = 20;

/** Tells whether a request id names an unknown sender rather than a contract request. */
export function isSenderRequest(requestId: string): boolean {
  return requestId.startsWith(PREFIX);
}

/** The senders that wait for an answer. */
export async function openSenders({ tables }: Pick<Domain, 'tables'>): Promise<ContactRecord[]> {
  const contacts = await tables.contacts.getAll();
  return contacts.filter(({ heldRequest, blocked }) => heldRequest === 'open' && !blocked);
}

/** One of them as the popup shows it, with the last messages and their labels. */
export async function senderView(
  domain: Domain,
  contact: ContactRecord,
  looks: NameLooks,
): Promise<RequestView> {
  const found = await domain.history.readConversation(contact.conversationId, { limit: SHOWN });
  const { signingKey, alias, did } = contact;
  const heldMessages = await messageViews(domain, found.reverse());
  return {
    requestId: PREFIX + contactKey(contact.identityIndex, signingKey),
    identityIndex: contact.identityIndex,
    did,
    alias: alias === null ? null : displayLine(alias, 64),
    name: contactName(contact),
    fingerprint: fingerprint(parseDid(did).signingKey),
    note: null,
    receivedAt: heldMessages.at(-1)?.at ?? contact.createdAt,
    // What was handed over stays: there is no end to the question.
    expiresAt: Number.MAX_SAFE_INTEGER,
    ambiguous: isAmbiguous(looks, contact, 1),
    direction: 'in',
    status: 'requested',
    heldMessages,
  };
}

async function senderOf(domain: Domain, requestId: string): Promise<ContactRecord> {
  const contact = await domain.tables.contacts.get(requestId.slice(PREFIX.length));
  if (contact?.heldRequest === undefined) throw new NotFoundError('This request is no longer there.');
  return contact;
}

/** The person accepts a sender: the conversation joins the inbox and a contract is asked for. Throws NotFoundError. */
export async function acceptSender(domain: Domain, requestId: string): Promise<{ conversationId: string }> {
  return exclusively(domain, async () => {
    const { heldRequest: _, ...contact } = await senderOf(domain, requestId);
    const { conversationId, identityIndex, did } = contact;
    const recent = await domain.history.readConversation(conversationId, { limit: SHOWN });
    const last = recent[0]?.value;
    const writes = collectWrites(domain);
    writes.put('contacts', contact);
    writes.put('conversations', {
      ...emptyConversation(contact, domain.clock.now()),
      ...(last === undefined
        ? {}
        : {
            lastLine: lastLineOf(last.type, last.data),
            lastDirection: last.direction,
            lastType: messageText(last.type, last.data) === null ? last.type : null,
          }),
    });
    await writes.commit();
    await propose(domain, { identityIndex, peerDid: did, origin: null });
    domain.changes.popup('requests', 'conversations', 'state');
    return { conversationId };
  });
}

/** The person declines a sender, and blocks the key if they want. Throws NotFoundError. */
export async function declineSender(domain: Domain, requestId: string, block: boolean): Promise<void> {
  await exclusively(domain, async () => {
    const contact = await senderOf(domain, requestId);
    await domain.tables.contacts.put({
      ...contact,
      heldRequest: 'declined',
      blocked: block || contact.blocked,
    });
  });
  domain.changes.popup('requests', 'conversations', 'state');
}
