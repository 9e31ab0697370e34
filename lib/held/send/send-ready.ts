import { exclusively, nowSeconds } from '../../domain/domain.ts';
import type { HeldDomain } from '../../domain/held-domain.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import { collectWrites } from '../../domain/writes.ts';
import { contentOf, type InnerMessage } from '../../protocol/inner-message.ts';
import { contractsOf } from '../../relationships/contracts-of.ts';
import { contractForSending } from '../../relationships/live-contract.ts';
import { propose } from '../../relationships/propose-contract.ts';
import { sendWaiting } from '../../relationships/send-waiting.ts';
import { bookBoundContact } from '../../wallets/bound-contact.ts';
import { resolveAddress } from '../../wallets/resolve-address.ts';

/**
 * A message that the escrow did not take because its recipient has set up goes end to end, under the id it has
 * (address-messaging.md §2.10). Waits on while nobody can be verified to answer; harmless to repeat.
 */
export async function sendReady(domain: HeldDomain, id: string): Promise<void> {
  const held = await domain.tables.held_sent.get(id);
  if (held?.state !== 'ready') return;
  const resolution = await resolveAddress(domain, held.identityIndex, held);
  if (resolution.delivery !== 'e2ee') return;
  await exclusively(domain, () => sendEndToEnd(domain, id, resolution.peerDid));
  domain.changes.popup('conversations', `conversation:${held.conversationId}`);
}

/** Every message of this kind, once a poll. */
export async function sendAllReady(domain: HeldDomain, sent: readonly HeldSentRecord[]): Promise<void> {
  for (const { id, state } of sent) if (state === 'ready') await sendReady(domain, id);
}

async function sendEndToEnd(domain: HeldDomain, id: string, peerDid: string): Promise<void> {
  const held = await domain.tables.held_sent.get(id);
  if (held?.state !== 'ready') return;
  const { identityIndex, origin } = held;
  const writes = collectWrites(domain);
  const contact = await bookBoundContact(domain, writes, held, peerDid);
  const { type, data } = contentOf({ content: (held.inner as unknown as InnerMessage).content });
  // All in one transaction: from here on the message waits for a contract as any other does, and is not held any more.
  writes.put('held_sent', { ...held, state: 'end-to-end', at: domain.clock.now() });
  writes.put('message_state', {
    eventId: id,
    identityIndex,
    conversationId: contact.conversationId,
    state: 'queued',
    at: domain.clock.now(),
    reason: null,
    origin,
  });
  writes.put('waiting', {
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
  await writes.commit();
  const contracts = await contractsOf(domain, contact);
  if (contractForSending(contracts, contact.did, nowSeconds(domain)) !== null)
    return sendWaiting(domain, contact);
  await propose(domain, { identityIndex, peerDid: contact.did, origin: null });
}
