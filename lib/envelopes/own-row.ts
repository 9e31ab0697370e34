import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';

/** An outbox row to the own mediator, for self-administration; `now` in milliseconds. */
export function ownMediatorRow(
  keys: IdentityKeys,
  {
    id,
    payload,
    group,
    now,
  }: { id: string; payload: OutboxRow['payload']; group: 'save' | 'other'; now: number },
): OutboxRow {
  return {
    id,
    identityIndex: keys.index,
    mediatorDid: keys.did.mediatorDid,
    recipientDid: keys.did.mediatorDid,
    channel: 'DIRECT_AUTHENTICATED',
    payload,
    group,
    createdAt: now,
    notBefore: now,
    attempts: 0,
  };
}
