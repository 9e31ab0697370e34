import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { nowSeconds } from '../domain/now-seconds.ts';
import { contactKey } from '../domain/records/contact-record.ts';
import { contractsOf } from './contracts-of.ts';
import { contractForSending, mayProposeSuccessor } from './live-contract.ts';
import { findOpenProposal, propose } from './propose-contract.ts';
import { sendWaiting } from './send-waiting.ts';

/**
 * Sends what waits for a contact if there is a contract now, else sees to it that one is asked for. Harmless at any time.
 */
export async function resumeSending(
  domain: Domain,
  { identityIndex, peerSigningKey }: { identityIndex: number; peerSigningKey: string },
): Promise<void> {
  await change(domain, async (tx) => {
    const contact = await tx.tables.contacts.get(contactKey(identityIndex, peerSigningKey));
    if (contact === undefined || contact.blocked || contact.revokedAt !== null) return;
    const contracts = await contractsOf(tx, contact);
    const live = contractForSending(contracts, contact.did, nowSeconds(tx));
    if (live !== null) return sendWaiting(tx, contact);
    if (!mayProposeSuccessor(contracts, nowSeconds(tx))) return;
    const open = await findOpenProposal(tx, identityIndex, contact);
    if (open !== null) return;
    await propose(tx, {
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
