import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { emptyContact } from '../domain/records/empty-contact.ts';
import { provisionalConversation } from '../domain/records/request-id.ts';
import { InvalidRequestError, NotFoundError } from '../errors/errors.ts';
import { parseDid } from '../protocol/did.ts';

/**
 * Declines a request that waits; the other side is not told. `block` also blocks the signing key that asked, so that
 * nothing of it is shown again. Declining again changes nothing. Throws NotFoundError, and InvalidRequestError when it
 * was accepted already.
 */
export async function declineRequest(
  domain: Domain,
  requestId: string,
  { block = false } = {},
): Promise<void> {
  await change(domain, async (tx) => {
    const request = await tx.tables.requests.get(requestId);
    if (request === undefined || request.direction !== 'in') throw new NotFoundError();
    if (request.status === 'accepted') throw new InvalidRequestError('This request was accepted already.');
    const { identityIndex, peerSigningKey, peerDid } = request;
    tx.put('requests', { ...request, status: 'declined' });
    if (block) {
      const contact =
        (await tx.tables.contacts.get(contactKey(identityIndex, peerSigningKey))) ??
        emptyContact(identityIndex, parseDid(peerDid), provisionalConversation(requestId), tx.clock.now());
      tx.put('contacts', { ...contact, blocked: true });
    }
    tx.after(() => {
      tx.changes.popup('requests', 'conversations');
      tx.changes.domain({
        kind: 'contract',
        identityIndex,
        peerSigningKey,
        peerDid,
        conversationId: null,
        requestId,
        origin: null,
        status: 'declined',
      });
    });
  });
}
