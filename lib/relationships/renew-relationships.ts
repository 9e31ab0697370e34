import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import type { Tx } from '../domain/tx.ts';
import { lastingSent } from '../envelopes/envelope-event.ts';
import { contractsOf } from './contracts-of.ts';
import { newestFirst } from './live-contract.ts';
import { findOpenProposal, propose } from './propose-contract.ts';
import { renewalDue, renewalObstacle } from './renewal-rule.ts';

/** Proposes a successor wherever one is due (`protocol.md` §7.2); run at unlock and now and then. */
export async function renewRelationships(domain: Domain): Promise<void> {
  for (const contact of await domain.tables.contacts.getAll()) {
    if (contact.contractIds.length === 0 || contact.revokedAt !== null || contact.blocked) continue;
    await change(domain, (tx) => renewIfDue(tx, contactKey(contact.identityIndex, contact.signingKey)));
  }
}

async function renewIfDue(tx: Tx, key: string): Promise<void> {
  const contact = await tx.tables.contacts.get(key);
  if (contact === undefined) return;
  const now = tx.clock.now();
  const contracts = await contractsOf(tx, contact);
  const newest = [...contracts].sort(newestFirst)[0];
  if (newest === undefined) return;
  const lifetime = newest.signed.contract.expires_at - newest.signed.contract.timestamp;
  const obstacle = renewalObstacle({ contact, contracts, peerDid: contact.did, lifetime, now });
  if (obstacle !== null) return;
  if (!renewalDue(newest, await lastingSent(tx, newest.contractId), now)) return;
  if ((await findOpenProposal(tx, contact.identityIndex, { did: contact.did })) !== null) return;
  await propose(tx, {
    identityIndex: contact.identityIndex,
    peerDid: contact.did,
    expiresAt: Math.floor(now / 1000) + lifetime,
    origin: null,
    renewal: true,
  });
}
