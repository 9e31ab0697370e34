import { type Domain, exclusively } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import { readCounters } from '../envelopes/envelope-event.ts';
import { contractsOf } from './contracts-of.ts';
import { newestFirst } from './live-contract.ts';
import { findOpenProposal, propose } from './propose-contract.ts';
import { renewalDue, renewalObstacle } from './renewal-rule.ts';

/** Proposes a successor wherever one is due (`protocol.md` §7.2); run at unlock and now and then. */
export async function renewRelationships(domain: Domain): Promise<void> {
  for (const contact of await domain.tables.contacts.getAll()) {
    if (contact.contractIds.length === 0 || contact.revokedAt !== null || contact.blocked) continue;
    await exclusively(domain, () => renewIfDue(domain, contact));
  }
}

async function renewIfDue(domain: Domain, contact: ContactRecord): Promise<void> {
  const now = domain.clock.now();
  const contracts = await contractsOf(domain, contact);
  const newest = [...contracts].sort(newestFirst)[0];
  if (newest === undefined) return;
  const lifetime = newest.signed.contract.expires_at - newest.signed.contract.timestamp;
  const obstacle = renewalObstacle({ contact, contracts, peerDid: contact.did, lifetime, now });
  if (obstacle !== null) return;
  const { lasting } = await readCounters(domain, newest.contractId);
  if (!renewalDue(newest, lasting.seq, now)) return;
  if ((await findOpenProposal(domain, contact.identityIndex, { did: contact.did })) !== null) return;
  await propose(domain, {
    identityIndex: contact.identityIndex,
    peerDid: contact.did,
    expiresAt: Math.floor(now / 1000) + lifetime,
    origin: null,
    renewal: true,
  });
}
