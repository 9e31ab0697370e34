import type { ContactRecord } from '../domain/records/contact-record.ts';
import { messageRecord, type WaitingRecord } from '../domain/records/message-record.ts';
import type { Tx } from '../domain/tx.ts';

/** Ends an event that waited as failed; its text goes to the history, where the person finds it. */
export function failWaiting(
  tx: Tx,
  { conversationId }: ContactRecord,
  { event, reason, senderDid }: { event: WaitingRecord; reason: string; senderDid: string },
): void {
  const { eventId, identityIndex, type, data, tags, origin, ephemeral, stored } = event;
  const at = tx.clock.now();
  tx.remove('waiting', eventId);
  tx.put('message_state', {
    eventId,
    identityIndex,
    conversationId,
    state: 'failed',
    at,
    reason,
    origin,
  });
  if (stored || ephemeral) return;
  const value = messageRecord({
    eventId,
    identityIndex,
    direction: 'out',
    senderDid,
    type,
    data,
    tags,
    timestamp: Math.floor(event.at / 1000),
    at,
    origin,
  });
  tx.append([{ conversation: conversationId, value }]);
}
