import { type Domain, exclusively } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { emptyContact } from '../domain/records/empty-contact.ts';
import { provisionalConversation } from '../domain/records/request-id.ts';
import { collectWrites } from '../domain/writes.ts';
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
  await exclusively(domain, async () => {
    const request = await domain.tables.requests.get(requestId);
    if (request === undefined || request.direction !== 'in') throw new NotFoundError();
    if (request.status === 'accepted') throw new InvalidRequestError('This request was accepted already.');
    const writes = collectWrites(domain);
    writes.put('requests', { ...request, status: 'declined' });
    if (block) {
      const { identityIndex, peerSigningKey, peerDid } = request;
      const contact =
        (await domain.tables.contacts.get(contactKey(identityIndex, peerSigningKey))) ??
        emptyContact(
          identityIndex,
          parseDid(peerDid),
          provisionalConversation(requestId),
          domain.clock.now(),
        );
      writes.put('contacts', { ...contact, blocked: true });
    }
    await writes.commit();
    domain.changes.popup('requests', 'conversations');
    domain.changes.domain({
      kind: 'contract',
      identityIndex: request.identityIndex,
      peerSigningKey: request.peerSigningKey,
      peerDid: request.peerDid,
      conversationId: null,
      requestId,
      origin: null,
      status: 'declined',
    });
  });
}
