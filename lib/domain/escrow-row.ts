import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';

/** An outbox row to an escrow; `now` in milliseconds. */
export function escrowRow({
  id,
  identityIndex,
  escrow,
  payload,
  now,
  eventId,
}: {
  id: string;
  identityIndex: number;
  escrow: string;
  payload: OutboxRow['payload'];
  now: number;
  eventId?: string;
}): OutboxRow {
  return {
    id,
    identityIndex,
    mediatorDid: escrow,
    recipientDid: escrow,
    channel: 'DIRECT_AUTHENTICATED',
    payload,
    group: 'other',
    ...(eventId === undefined ? {} : { eventId }),
    createdAt: now,
    notBefore: now,
    attempts: 0,
  };
}
