import type { NewOutboxRow } from '../mediator-client/outbox/outbox-row.ts';

/** A command to an escrow, as it is given to the outbox. */
export function escrowRow({
  id,
  identityIndex,
  escrow,
  payload,
  eventId,
}: Pick<NewOutboxRow, 'id' | 'identityIndex' | 'payload' | 'eventId'> & { escrow: string }): NewOutboxRow {
  return {
    id,
    identityIndex,
    mediatorDid: escrow,
    recipientDid: escrow,
    channel: 'DIRECT_AUTHENTICATED',
    payload,
    group: 'other',
    ...(eventId === undefined ? {} : { eventId }),
  };
}
