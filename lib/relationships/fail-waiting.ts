import type { Domain } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { WaitingRecord } from '../domain/records/message-record.ts';
import type { Writes } from '../domain/writes.ts';

/** Ends an event that waited as failed; its text goes to the history, where the person finds it. Writes into `writes`. */
export function failWaiting(
  domain: Domain,
  writes: Writes,
  contact: ContactRecord,
  { event, reason, senderDid }: { event: WaitingRecord; reason: string; senderDid: string },
): void {
  const { eventId, identityIndex, type, data, tags, origin, ephemeral, stored } = event;
  const { conversationId } = contact;
  const at = domain.clock.now();
  writes.remove('waiting', eventId);
  writes.put('message_state', {
    eventId,
    identityIndex,
    conversationId,
    state: 'failed',
    at,
    reason,
    origin,
  });
  if (stored || ephemeral) return;
  const value = {
    eventId,
    identityIndex,
    contractId: '',
    direction: 'out',
    senderDid,
    type,
    data,
    tags,
    timestamp: Math.floor(event.at / 1000),
    at,
    dev: null,
    seq: null,
    origin,
  } as const;
  writes.append([{ conversation: conversationId, value }]);
}
