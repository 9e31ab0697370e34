/**
 * What the end of an outbox row means (`protocol.md` §6.3): a sent event moves to `accepted`; one that its contract's end
 * refused waits for a successor; anything else refused is `failed`, with the text kept.
 *
 * Invariant: a settlement is written with the row's delete, and never over a state that came meanwhile (a receipt): it
 * compares the row it read with the row it replaces.
 */

import type { Domain } from '../domain/domain.ts';
import type { HeldDomain } from '../domain/held-domain.ts';
import type { MessageStateRecord, WaitingRecord } from '../domain/records/message-record.ts';
import { sealOwnCopies, type UnsealedCopy } from '../envelopes/own-copy.ts';
import { HELD_STORES, heldAccepted, heldRefused } from '../held/held-outbox.ts';
import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { OutboxSettlement, OutboxSink } from '../mediator-client/outbox/outbox-sink.ts';
import { advances } from '../messages/control-events.ts';
import { findOutgoing } from '../messages/retry-event.ts';
import type { CommandPayload } from '../protocol/commands.ts';
import { closeRequest } from '../relationships/close-request.ts';
import { resumeSending } from '../relationships/resume-sending.ts';
import type { SealedRow, WriteTx } from '../store/schema.ts';

/** Refusals that say no more than that the contract ended. */
const CONTRACT_ENDED = new Set(['COMMUNICATION_CONTRACT_REQUIRED', 'COMMUNICATION_CONTRACT_NOT_VALID']);

/** Makes the domain's end of the outbox. */
export function createOutboxSink(domain: () => HeldDomain): OutboxSink {
  return {
    stores: ['message_state', 'waiting', 'requests', 'contacts', 'contracts', ...HELD_STORES],
    async seal(row, keys) {
      const copies = (row.unsealed ?? []) as UnsealedCopy[];
      return { ...row.payload, events: await sealOwnCopies(keys, copies, domain().log) } as CommandPayload;
    },
    async onAccepted(row, reply) {
      const held = await heldAccepted(domain(), row, reply);
      if (held !== undefined) return held;
      if (row.group !== 'send' || row.eventId === undefined) return undefined;
      return settle(domain(), row.eventId, (before) => ({ ...before, state: 'accepted', reason: null }));
    },
    async onRefused(row, code) {
      if (row.payload.type === 'REQUEST_COMMUNICATION_CONTRACT') return closeRequest(domain(), row, code);
      if (
        row.payload.type === 'SAVE_EVENTS' &&
        row.payload.anchor !== undefined &&
        code === 'UNSUPPORTED_COMMAND'
      )
        return saveUnanchored(domain(), row, row.payload);
      const held = await heldRefused(domain(), row, code);
      if (held !== undefined) return held;
      if (row.group !== 'send' || row.eventId === undefined) {
        domain().log.warn('a command was refused', { command: row.payload.type, code });
        return undefined;
      }
      if (CONTRACT_ENDED.has(code)) return waitAgain(domain(), row, row.eventId);
      return fail(domain(), row.eventId, code);
    },
  };
}

/** The mediator anchors nothing any more: the copies are worth more than their place in a list. */
async function saveUnanchored(
  domain: Domain,
  row: OutboxRow,
  { events }: CommandPayload<'SAVE_EVENTS'>,
): Promise<OutboxSettlement> {
  const { unsealed: _, ...plain } = row;
  const sealed = await domain.outbox.sealRow({ ...plain, payload: { type: 'SAVE_EVENTS', events } });
  return {
    write: (tx) => domain.outbox.putRows(tx, [sealed]),
    committed: () => domain.outbox.kick(),
    replaced: true,
  };
}

function fail(domain: Domain, eventId: string, code: string): Promise<OutboxSettlement | undefined> {
  const state = code === 'EXPIRED' ? 'expired' : 'failed';
  return settle(domain, eventId, (before) => ({ ...before, state, reason: code }));
}

/** The event goes back to what waits for a contract; its text is in the history. */
async function waitAgain(
  domain: Domain,
  row: OutboxRow,
  eventId: string,
): Promise<OutboxSettlement | undefined> {
  const state = await domain.tables.message_state.get(eventId);
  // The companion's own events (receipts, a revocation) have no state row and are not said twice.
  if (state === undefined) return undefined;
  const found = await findOutgoing(domain, state.conversationId, eventId);
  if (found === null) return fail(domain, eventId, 'COMMUNICATION_CONTRACT_NOT_VALID');
  const waiting: WaitingRecord = { ...found, at: row.createdAt, place: seqOf(row), stored: true };
  const sealed = await domain.tables.waiting.seal(waiting);
  const contract = await domain.tables.contracts.get(contractOf(row));
  const refused =
    contract === undefined ? null : await domain.tables.contracts.seal({ ...contract, refused: true });
  return {
    async write(tx) {
      await domain.tables.waiting.putSealed(tx, sealed);
      if (refused !== null) await domain.tables.contracts.putSealed(tx, refused);
    },
    committed: () =>
      void resumeSending(domain, waiting).catch((error) => domain.log.warn('resending failed', { error })),
  };
}

function seqOf(row: OutboxRow): number {
  return Number(row.id.split('.').at(-1)) || 0;
}

/** The contract a row was enveloped under: its id says so, see `envelopeEvent`. */
function contractOf(row: OutboxRow): string {
  return row.id.slice('send:'.length, 'send:'.length + 64);
}

/** A settlement that moves the state of a sent event, unless it moved on since it was read. */
async function settle(
  domain: Domain,
  eventId: string,
  change: (before: MessageStateRecord) => MessageStateRecord,
): Promise<OutboxSettlement | undefined> {
  const { message_state: table } = domain.tables;
  const key = await table.rowKey(eventId);
  const rowBefore = await domain.db.get('message_state', key);
  const before = await table.get(eventId);
  if (before === undefined || rowBefore === undefined) return undefined;
  const after = { ...change(before), at: domain.clock.now() };
  if (!advances(before.state, after.state)) return undefined;
  const sealed = await table.seal(after);
  let written = false;
  return {
    async write(tx) {
      written = await putIfUnchanged(tx, rowBefore, sealed);
    },
    committed() {
      if (!written) return;
      domain.changes.popup(`conversation:${after.conversationId}`);
      const { state, origin } = after;
      if (origin !== null) domain.changes.domain({ kind: 'state', eventId, origin, state });
    },
  };
}

async function putIfUnchanged(tx: WriteTx, before: SealedRow, after: SealedRow): Promise<boolean> {
  const store = tx.objectStore('message_state');
  const now = await store.get(before.key);
  if (now === undefined || !sameBytes(now.ciphertext, before.ciphertext)) return false;
  await store.put(after);
  return true;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
