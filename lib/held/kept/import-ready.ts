import { change } from '../../domain/change.ts';
import type { Domain } from '../../domain/domain.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import type { Tx } from '../../domain/tx.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { bookBoundContact } from '../../wallets/book-bound-contact.ts';

/**
 * Of these own stored events, the ids of those that were to be held and stand in the history as such: their recipient had
 * set up, and another device of ours (or this one before a restore) sent them end to end under the same id. They move to
 * the conversation with that person, as they did there, each in a change of its own.
 */
export async function importReady(
  domain: Domain,
  keys: IdentityKeys,
  events: readonly OpenedOwnEvent[],
): Promise<ReadonlySet<string>> {
  const { held_sent } = domain.tables;
  const sent = new Map(events.flatMap(({ stored, event }) => sentTo(stored.meta, event.meta?.id)));
  if (sent.size === 0 || (await held_sent.count()) === 0) return new Set();
  const found = (await held_sent.getMany([...sent.keys()])).filter((one) => one !== undefined);
  const own = found.filter(({ identityIndex }) => identityIndex === keys.index);
  for (const { id } of own) await change(domain, (tx) => book(tx, id, sent.get(id) ?? ''));
  return new Set(own.map(({ id }) => id));
}

function sentTo(meta: OpenedOwnEvent['stored']['meta'], id: string | undefined): [string, string][] {
  return meta.direction === 'out' && id !== undefined ? [[id, meta.recipient_did]] : [];
}

/** States in which a message can have been refused by the escrow elsewhere. */
const NOT_TAKEN: readonly HeldSentRecord['state'][] = ['queued', 'ready', 'failed'];

async function book(tx: Tx, id: string, peerDid: string): Promise<void> {
  const held = await tx.tables.held_sent.get(id);
  if (held === undefined || !NOT_TAKEN.includes(held.state)) return;
  const at = tx.clock.now();
  const { conversationId } = await bookBoundContact(tx, held, peerDid);
  const { identityIndex, origin } = held;
  tx.put('held_sent', { ...held, state: 'end-to-end', reason: null, at });
  tx.put('message_state', {
    eventId: id,
    identityIndex,
    conversationId,
    // It lies among the own copies, so it was sent.
    state: 'accepted',
    at,
    reason: null,
    origin,
  });
}
