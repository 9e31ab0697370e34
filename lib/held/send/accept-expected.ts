/**
 * Step 5 of the hand-over at the sender: the contract the recipient asks for is accepted without a question, once, and
 * only from the DID of a binding verified here for an address whose hand-over is not at its end (address-messaging.md §3.14).
 */

import { change } from '../../domain/change.ts';
import type { Domain } from '../../domain/domain.ts';
import type { AddressRecord } from '../../domain/records/address-record.ts';
import { contactKey } from '../../domain/records/contact-record.ts';
import type { RequestRecord } from '../../domain/records/request-record.ts';
import type { Tx } from '../../domain/tx.ts';
import { LIMITS } from '../../protocol/wire.ts';
import { accept } from '../../relationships/accept-request.ts';

/** Accepts requests that came before their binding was verified. */
export async function acceptExpected(domain: Domain, identityIndex: number): Promise<void> {
  const requests = await domain.tables.requests.getAll();
  const open = requests.filter(
    (one) => one.identityIndex === identityIndex && one.direction === 'in' && one.status === 'requested',
  );
  for (const { requestId } of open) {
    await change(domain, async (tx) => {
      const request = await tx.tables.requests.get(requestId);
      if (request?.status === 'requested') await acceptIfExpected(tx, request);
    });
  }
}

/** Accepts a request if it is expected, and tells whether it did. Throws as `accept`. */
export async function acceptIfExpected(tx: Tx, request: RequestRecord): Promise<boolean> {
  const { contract } = request.signed;
  // Nobody is asked, so it lasts no longer than what is proposed by default.
  if (contract.expires_at - contract.timestamp > LIMITS.defaultLifetime) return false;
  const contact = await tx.tables.contacts.get(contactKey(request.identityIndex, request.peerSigningKey));
  if (contact?.blocked === true || (contact !== undefined && contact.revokedAt !== null)) return false;
  const row = await expectedBy(tx, request);
  if (row === null) return false;
  await accept(tx, request, { consented: true });
  // In the same change: one request is accepted so and no other.
  tx.put('addresses', { ...row, unfinishedSince: null, accepted: request.requestId });
  return true;
}

async function expectedBy(tx: Tx, request: RequestRecord): Promise<AddressRecord | null> {
  const rows = await tx.tables.addresses.getAll();
  const row = rows.find(
    (one) =>
      one.identityIndex === request.identityIndex &&
      one.pinned?.did === request.peerDid &&
      one.candidate === null &&
      !one.rejectedByWallet &&
      (one.accepted === request.requestId || one.unfinishedSince !== null),
  );
  return row ?? null;
}
