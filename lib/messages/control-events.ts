import type { Domain } from '../domain/domain.ts';
import type { ContactRecord } from '../domain/records/contact-record.ts';
import type { MessageStateRecord } from '../domain/records/message-record.ts';
import type { Writes } from '../domain/writes.ts';
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

/**
 * Acts on one of the companion's own events of a contact; writes into `writes` and returns what to announce after the
 * commit. One that says nothing sensible is dropped. Call inside `exclusively`.
 */
export async function applyControl(
  domain: Domain,
  keys: IdentityKeys,
  writes: Writes,
  { contact, event }: { contact: ContactRecord; event: OpenedEvent },
): Promise<(() => void)[]> {
  try {
    if (event.type === RESERVED.receipt) return await applyReceipt(domain, writes, contact, event);
    return await applyRevocation(domain, keys, writes, { contact, event });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    domain.log.info('a control event was refused', { reason: error.reason });
    return [];
  }
}

async function applyReceipt(
  domain: Domain,
  writes: Writes,
  contact: ContactRecord,
  { data }: OpenedEvent,
): Promise<(() => void)[]> {
  const { ids, state } = parseReceipt(data);
  const rows = await domain.tables.message_state.getMany([...new Set(ids)]);
  const announce: (() => void)[] = [];
  for (const row of rows) {
    // Only for what we sent to this very person.
    if (row === undefined || row.conversationId !== contact.conversationId || !advances(row.state, state))
      continue;
    writes.put('message_state', { ...row, state, at: domain.clock.now(), reason: null });
    announce.push(() => {
      domain.changes.popup(`conversation:${contact.conversationId}`);
      if (row.origin !== null)
        domain.changes.domain({ kind: 'state', eventId: row.eventId, origin: row.origin, state });
    });
  }
  return announce;
}

async function applyRevocation(
  domain: Domain,
  keys: IdentityKeys,
  writes: Writes,
  { contact, event }: { contact: ContactRecord; event: OpenedEvent },
): Promise<(() => void)[]> {
  const { revocation, revoker } = await verifyRevocation(event.data);
  if (revoker.signingKeyMultibase !== contact.signingKey) throw new ProtocolError('revoker');
  if (!contact.contractIds.includes(revocation.contract_id)) throw new ProtocolError('contract-id');
  const copy = await sealOwnCopy(keys, {
    direction: 'in',
    peerDid: event.senderDid,
    envelope: event.envelope,
    tags: [RESERVED.contractRevoked],
  });
  writes.send(
    ownMediatorRow(keys, {
      id: `save:${copy.id}`,
      payload: { type: 'SAVE_EVENTS', events: [copy] },
      group: 'save',
      now: domain.clock.now(),
    }),
  );
  return recordRevocation(domain, keys, writes, { signingKey: contact.signingKey, at: domain.clock.now() });
}
