import { change } from '../../domain/change.ts';
import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import { nowSeconds } from '../../domain/now-seconds.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import type { Tx } from '../../domain/tx.ts';
import { contentOf } from '../../protocol/inner-message.ts';
import { contractsOf } from '../../relationships/contracts-of.ts';
import { contractForSending } from '../../relationships/live-contract.ts';
import { propose } from '../../relationships/propose-contract.ts';
import { sendWaiting } from '../../relationships/send-waiting.ts';
import { bookBoundContact } from '../../wallets/book-bound-contact.ts';
import { resolveAddress } from '../../wallets/resolve-address.ts';

/**
 * A message that the escrow did not take because its recipient has set up goes end to end, under the id it has
 * (address-messaging.md §2.10). Waits on while nobody can be verified to answer; harmless to repeat. Throws
 * InvalidParamsError when who answers is blocked; then it waits on as well.
 */
export async function sendReady(domain: ConnectedDomain, id: string): Promise<void> {
  const held = await domain.tables.held_sent.get(id);
  if (held?.state !== 'ready') return;
  const resolution = await resolveAddress(domain, held.identityIndex, held);
  if (resolution.delivery !== 'e2ee') return;
  await change(domain, async (tx) => {
    const now = await tx.tables.held_sent.get(id);
    if (now?.state === 'ready') await sendEndToEnd(tx, now, resolution.peerDid);
  });
}

/**
 * Turns a message that no escrow has into one that waits for a contract as any other does, and is not held any more; it
 * leaves, or a contract is asked for. Throws InvalidParamsError when `peerDid` is blocked.
 */
export async function sendEndToEnd(tx: Tx, held: HeldSentRecord, peerDid: string): Promise<void> {
  const { id, identityIndex, origin } = held;
  const contact = await bookBoundContact(tx, held, peerDid);
  const { type, data } = contentOf(held.inner);
  const at = tx.clock.now();
  tx.put('held_sent', { ...held, state: 'end-to-end', at });
  tx.put('message_state', {
    eventId: id,
    identityIndex,
    conversationId: contact.conversationId,
    state: 'queued',
    at,
    reason: null,
    origin,
  });
  tx.put('waiting', {
    eventId: id,
    identityIndex,
    peerSigningKey: contact.signingKey,
    type,
    data,
    tags: [],
    ephemeral: false,
    origin,
    at: held.at,
    place: 0,
    stored: true,
    copied: false,
  });
  const contracts = await contractsOf(tx, contact);
  if (contractForSending(contracts, contact.did, nowSeconds(tx)) !== null) await sendWaiting(tx, contact);
  else await propose(tx, { identityIndex, peerDid: contact.did, origin: null });
  tx.after(() => tx.changes.popup('conversations', `conversation:${held.conversationId}`));
}
