import { type Domain, exclusively } from '../../domain/domain.ts';
import { heldReceivedKey } from '../../domain/records/held-received-record.ts';
import { collectWrites } from '../../domain/writes.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { enterReceived } from './enter-received.ts';
import { parseOwnHeldReceived } from './own-held-received.ts';
import { putReceived } from './put-received.ts';

const NOT_REKEYED = { rekey: null, newRecord: null, newCid: null };

/**
 * Takes over a message to a wallet of ours that another device of ours opened, or this one before a restore. What is known
 * stays as it is; if the escrow still has it, the next poll encrypts it anew. Throws ProtocolError for a record that does
 * not hold.
 */
export async function takeHeldReceived(
  domain: Domain,
  keys: IdentityKeys,
  { stored, event }: OpenedOwnEvent,
): Promise<void> {
  const received = await parseOwnHeldReceived(event.data);
  const { inner, author } = received;
  const { since: unreadSince } = await domain.device();
  await exclusively(domain, async () => {
    const key = heldReceivedKey(keys.index, author.signingKeyMultibase, inner.id);
    if ((await domain.tables.held_received.get(key)) !== undefined) return;
    const writes = collectWrites(domain);
    putReceived(writes, keys.index, received, { at: stored.meta.timestamp * 1000, rekeyed: NOT_REKEYED });
    await enterReceived(domain, writes, keys.index, { author, inners: [inner], unreadSince });
    await writes.commit();
  });
  domain.changes.popup('conversations', 'requests', 'state');
}
