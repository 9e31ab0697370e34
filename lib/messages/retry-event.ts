import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import { contactKey, historyIds } from '../domain/records/contact-record.ts';
import { NotFoundError } from '../errors/errors.ts';
import { resumeSending } from '../relationships/resume-sending.ts';

/** Sends a failed or expired event again, under the same id. Does nothing for one in another state. Throws NotFoundError. */
export async function retryEvent(domain: Domain, eventId: string): Promise<void> {
  const waiting = await change(domain, async (tx) => {
    const state = await tx.tables.message_state.get(eventId);
    if (state === undefined) throw new NotFoundError();
    if (state.state !== 'failed' && state.state !== 'expired') return null;
    const found = await findOutgoing(tx, state.conversationId, eventId);
    if (found === null) throw new NotFoundError();
    const now = tx.clock.now();
    const again = { ...found, at: now, place: 0, stored: true };
    tx.put('waiting', again);
    tx.put('message_state', { ...state, state: 'queued', reason: null, at: now });
    return again;
  });
  if (waiting !== null) await resumeSending(domain, waiting);
}

/** What we sent under `eventId`, from the history, or null. */
export async function findOutgoing(
  domain: Pick<Domain, 'tables' | 'history'>,
  conversationId: string,
  eventId: string,
) {
  const row = await domain.tables.conversations.get(conversationId);
  if (row === undefined) return null;
  const { identityIndex, peerSigningKey } = row;
  const contact = await domain.tables.contacts.get(contactKey(identityIndex, peerSigningKey));
  if (contact === undefined) return null;
  for (const conversation of historyIds(contact)) {
    for await (const { value } of domain.history.scan({ conversation })) {
      if (value.eventId !== eventId || value.direction !== 'out') continue;
      const { type, data, tags, origin } = value;
      return { eventId, identityIndex, peerSigningKey, type, data, tags, origin, ephemeral: false };
    }
  }
  return null;
}
