import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { MessageStateRecord } from '../domain/records/message-record.ts';
import type { Tx } from '../domain/tx.ts';
import { sealOwnCopy } from '../envelopes/own-copy.ts';
import { ownMediatorRow } from '../envelopes/own-row.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { parseReceipt } from '../protocol/receipt.ts';
import { verifyRevocation } from '../protocol/revocation.ts';
import { RESERVED } from '../protocol/wire.ts';
import { recordRevocation } from '../relationships/record-revocation.ts';
import type { OpenedEvent } from './open-event.ts';

const CONTROLS: readonly string[] = [RESERVED.receipt, RESERVED.contractRevoked];

/** Tells whether the companion itself acts on events of this type. */
export function isControl(type: string): boolean {
  return CONTROLS.includes(type);
}

/** Order of the states of an event we sent; a later one is never replaced by an earlier one. */
const RANK = { queued: 0, accepted: 1, failed: 1, expired: 1, delivered: 2, read: 3 } as const;

/** Tells whether a sent event in state `from` may come into state `to`. */
export function advances(from: MessageStateRecord['state'], to: MessageStateRecord['state']): boolean {
  return RANK[to] > RANK[from];
}

/** Acts on one of the companion's own events of a contact. One that says nothing sensible is dropped. */
export async function applyControl(
  tx: Tx,
  keys: IdentityKeys,
  { contact, event }: { contact: ContactRecord; event: OpenedEvent },
): Promise<void> {
  try {
    if (event.type === RESERVED.receipt) await applyReceipt(tx, contact, event);
    else await applyRevocation(tx, keys, { contact, event });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    tx.log.info('a control event was refused', { reason: error.reason });
  }
}

async function applyReceipt(tx: Tx, contact: ContactRecord, { data }: OpenedEvent): Promise<void> {
  const { ids, state } = parseReceipt(data);
  const rows = await tx.tables.message_state.getMany([...new Set(ids)]);
  for (const row of rows) {
    // Only for what we sent to this very person.
    if (row === undefined || row.conversationId !== contact.conversationId || !advances(row.state, state))
      continue;
    tx.put('message_state', { ...row, state, at: tx.clock.now(), reason: null });
    tx.after(() => {
      tx.changes.popup(`conversation:${contact.conversationId}`);
      if (row.origin !== null)
        tx.changes.domain({ kind: 'state', eventId: row.eventId, origin: row.origin, state });
    });
  }
}

async function applyRevocation(
  tx: Tx,
  keys: IdentityKeys,
  { contact, event }: { contact: ContactRecord; event: OpenedEvent },
): Promise<void> {
  const { revocation, revoker } = await verifyRevocation(event.data);
  if (revoker.signingKeyMultibase !== contact.signingKey) throw new ProtocolError('revoker');
  if (!contact.contractIds.includes(revocation.contract_id)) throw new ProtocolError('contract-id');
  const copy = await sealOwnCopy(keys, {
    direction: 'in',
    peerDid: event.senderDid,
    envelope: event.envelope,
    tags: [RESERVED.contractRevoked],
  });
  tx.send(
    ownMediatorRow(keys, {
      id: `save:${copy.id}`,
      payload: { type: 'SAVE_EVENTS', events: [copy] },
      group: 'save',
    }),
  );
  await recordRevocation(tx, keys, { signingKey: contact.signingKey, at: tx.clock.now() });
}
