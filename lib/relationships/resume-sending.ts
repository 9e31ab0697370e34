import { type Domain, exclusively, nowSeconds } from '../domain/domain.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { contractsOf } from './contracts-of.ts';
import { contractForSending, mayProposeSuccessor } from './live-contract.ts';
import { findOpenProposal, propose } from './propose-contract.ts';
import { sendWaiting } from './send-waiting.ts';

/**
 * Sends what waits for a contact if there is a contract now, else sees to it that one is asked for. Call outside
 * `exclusively`; harmless at any time.
 */
export async function resumeSending(
  domain: Domain,
  { identityIndex, peerSigningKey }: { identityIndex: number; peerSigningKey: string },
): Promise<void> {
  await exclusively(domain, async () => {
    const contact = await domain.tables.contacts.get(contactKey(identityIndex, peerSigningKey));
    if (contact === undefined || contact.blocked || contact.revokedAt !== null) return;
    const contracts = await contractsOf(domain, contact);
    const live = contractForSending(contracts, contact.did, nowSeconds(domain));
    if (live !== null) return sendWaiting(domain, contact);
    if (!mayProposeSuccessor(contracts, nowSeconds(domain))) return;
    const open = await findOpenProposal(domain, identityIndex, contact);
    if (open !== null) return;
    await propose(domain, {
      identityIndex,
      peerDid: contact.did,
      origin: null,
      renewal: contact.contractIds.length > 0,
    });
  });
}

/** `resumeSending` for everybody something waits for; once a wake, for what an earlier worker left. */
export async function resumeAllSending(domain: Domain): Promise<void> {
  const seen = new Set<string>();
  for (const waiting of await domain.tables.waiting.getAll()) {
    const key = contactKey(waiting.identityIndex, waiting.peerSigningKey);
    if (seen.has(key)) continue;
    seen.add(key);
    await resumeSending(domain, waiting);
  }
}
