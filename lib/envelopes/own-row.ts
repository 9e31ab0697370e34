import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { NewOutboxRow } from '../mediator-client/outbox/outbox-row.ts';

/** An outbox row to the own mediator, for self-administration. */
export function ownMediatorRow(
  keys: IdentityKeys,
  row: Pick<NewOutboxRow, 'id' | 'payload' | 'unsealed' | 'after'> & { group: 'save' | 'other' },
): NewOutboxRow {
  return {
    ...row,
    identityIndex: keys.index,
    mediatorDid: keys.did.mediatorDid,
    recipientDid: keys.did.mediatorDid,
    channel: 'DIRECT_AUTHENTICATED',
  };
}
