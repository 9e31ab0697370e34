import type { RequestView } from '../api/popup/popup-rpc.ts';
import { displayLine } from '../domain/display-text.ts';
import type { Domain } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import { senderRequestId } from '../held/receive/sender-requests.ts';
import { parseDid } from '../protocol/did.ts';
import { fingerprint } from '../protocol/fingerprint.ts';
import { contactName } from './contact-name.ts';
import { isAmbiguous, type NameLooks } from './contact-view.ts';
import { messageViews } from './conversation-view.ts';

/** As many of the last messages as a request shows. */
const SHOWN = 20;

/** An unknown sender as the popup shows it, with the last messages and their labels. */
export async function senderView(
  domain: Domain,
  contact: ContactRecord,
  looks: NameLooks,
): Promise<RequestView> {
  const found = await domain.history.readConversation(contact.conversationId, { limit: SHOWN });
  const { alias, did } = contact;
  const heldMessages = await messageViews(domain, found.reverse());
  return {
    requestId: senderRequestId(contact),
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
