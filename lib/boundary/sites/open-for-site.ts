import type { Domain } from '../../domain/domain.ts';
import { contactKey } from '../../domain/records/contact-record.ts';
import { proposeContract } from '../../relationships/propose-contract.ts';
import { contactStatus } from '../../views/contact-view.ts';
import { parsePeerDid } from './parse-peer-did.ts';

/**
 * Proposes a contract for a site and gives the id of the request; where there is an active contract with exactly this DID,
 * its relationship in place of that, announced as active. Joined when it was made before the worker died.
 */
export async function openForSite(
  domain: Domain,
  identityIndex: number,
  origin: string,
  { peer: peerDid, note, expiresAt }: { peer: string; note?: string; expiresAt?: number },
): Promise<string> {
  const peer = parsePeerDid(peerDid);
  const contact = await domain.tables.contacts.get(contactKey(identityIndex, peer.signingKeyMultibase));
  if (
    contact !== undefined &&
    contact.did === peerDid &&
    contactStatus(contact, domain.clock.now()) === 'active'
  ) {
    const { conversationId } = contact;
    domain.changes.domain({
      kind: 'contract',
      identityIndex,
      peerSigningKey: contact.signingKey,
      peerDid,
      conversationId,
      requestId: conversationId,
      origin,
      status: 'active',
    });
    return conversationId;
  }
  const { requestId } = await proposeContract(domain, {
    identityIndex,
    peerDid,
    origin,
    ...(note === undefined ? {} : { note }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
  return requestId;
}
