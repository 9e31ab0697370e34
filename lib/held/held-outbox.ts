/**
 * What the end of a command to an escrow means for the message it was about.
 *
 * Invariant: written with the row's delete, and only over the state it was read in: what the poll learned meanwhile from
 * the escrow itself stays.
 */

import type { JsonValue } from '../crypto/json-value.ts';
import { decodeSigningKey } from '../crypto/multikey.ts';
import { escrowRow } from '../domain/escrow-row.ts';
import type { HeldDomain } from '../domain/held-domain.ts';
import type { HeldReceivedRecord } from '../domain/records/held-received-record.ts';
import type { HeldSentRecord } from '../domain/records/held-sent-record.ts';
import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { OutboxSettlement } from '../mediator-client/outbox/outbox-sink.ts';
import type { CommandPayload, CommandReply } from '../protocol/commands.ts';
import { verifyDeletionReceipt, verifySaveReceipt } from '../protocol/held-receipts.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { RESERVED } from '../protocol/wire.ts';
import type { SealedOutboxRow, StoreName, WriteTx } from '../store/schema.ts';
import { ownHeldHandedForms } from './kept/own-held-handed.ts';
import { ownHeldRow } from './kept/own-held-row.ts';
import { ownHeldStateForms } from './kept/own-held-state.ts';
import { sendReady } from './send/send-ready.ts';

/** Stores that these settlements write to. */
export const HELD_STORES: readonly StoreName[] = ['held_sent', 'held_received'];

type Settlement = Promise<OutboxSettlement | undefined>;

/** The escrow took what the row carried; undefined for rows that are about nothing held. */
export async function heldAccepted(domain: HeldDomain, row: OutboxRow, reply: unknown): Settlement {
  if (row.payload.type === 'SAVE_HELD_MESSAGE' && row.eventId !== undefined)
    return saved(domain, row.eventId, reply as CommandReply<'SAVE_HELD_MESSAGE'>);
  if (row.payload.type === 'REKEY_HELD_MESSAGES')
    return rekeyed(domain, row, reply as CommandReply<'REKEY_HELD_MESSAGES'>);
  return undefined;
}

/** The escrow will never take it as it is. */
export async function heldRefused(domain: HeldDomain, row: OutboxRow, code: string): Settlement {
  const { payload, eventId } = row;
  if (payload.type === 'SAVE_HELD_MESSAGE' && eventId !== undefined) {
    if (code !== 'RECIPIENT_READY') return change(domain, eventId, { state: 'failed', reason: code });
    const settlement = await change(domain, eventId, { state: 'ready', reason: null });
    return settlement && { ...settlement, committed: () => sendSoon(domain, eventId, settlement) };
  }
  if (payload.type === 'REKEY_HELD_MESSAGES' || payload.type === 'CONFIRM_HELD_MESSAGES') {
    if (payload.items.length > 1) return oneByOne(domain, row, payload);
    if (payload.type === 'REKEY_HELD_MESSAGES') return notRekeyed(domain, row, code);
  }
  return undefined;
}

function sendSoon(domain: HeldDomain, id: string, settlement: OutboxSettlement): void {
  settlement.committed?.();
  sendReady(domain, id).catch((error: unknown) => domain.log.warn('a message waits on', { error }));
}

async function saved(domain: HeldDomain, id: string, reply: CommandReply<'SAVE_HELD_MESSAGE'>): Settlement {
  const before = await domain.tables.held_sent.get(id);
  if (before === undefined) return undefined;
  const { receipt, signature } = reply;
  const holds =
    receipt.id === id &&
    receipt.cid === before.cid &&
    (await isSigned(domain, before.escrow, (key) => verifySaveReceipt(receipt, signature, key)));
  if (!holds)
    domain.log.warn('an escrow gave a receipt that does not hold', { command: 'SAVE_HELD_MESSAGE' });
  return change(domain, id, {
    state: 'held',
    ...(holds
      ? { receivedAt: receipt.received_at * 1000, receipt: { receipt, signature } as unknown as JsonValue }
      : { reason: 'RECEIPT' }),
  });
}

async function isSigned(
  domain: HeldDomain,
  escrow: string,
  verify: (key: ReturnType<typeof decodeSigningKey>) => Promise<void>,
): Promise<boolean> {
  const known = await domain.tables.escrows.get(escrow);
  if (known === undefined) return false;
  try {
    await verify(decodeSigningKey(known.signingKey));
    return true;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}

async function change(domain: HeldDomain, id: string, fields: Partial<HeldSentRecord>): Settlement {
  const before = await domain.tables.held_sent.get(id);
  if (before === undefined || before.state !== 'queued') return undefined;
  const key = await domain.tables.held_sent.rowKey(id);
  const rowBefore = await domain.db.get('held_sent', key);
  const after: HeldSentRecord = { ...before, ...fields, at: domain.clock.now() };
  const [sealed, own] = await Promise.all([
    domain.tables.held_sent.seal(after),
    // A message that is to go end to end tells that by its own copy, under the same id.
    after.state === 'ready'
      ? []
      : sealOwn(domain, before.identityIndex, RESERVED.heldState, [ownHeldStateForms(after)]),
  ]);
  return {
    async write(tx) {
      const now = await tx.objectStore('held_sent').get(key);
      if (!sameBytes(now?.ciphertext, rowBefore?.ciphertext)) return;
      await domain.tables.held_sent.putSealed(tx, sealed);
      await domain.outbox.putRows(tx, own);
    },
    committed() {
      if (own.length > 0) domain.outbox.kick();
      domain.changes.popup('conversations', `conversation:${before.conversationId}`);
    },
  };
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && a.length === b.length && a.every((byte, at) => byte === b[at]);
}

type RekeyPayload = CommandPayload & { type: 'REKEY_HELD_MESSAGES' };
type ItemsPayload = CommandPayload & { type: 'REKEY_HELD_MESSAGES' | 'CONFIRM_HELD_MESSAGES' };

/** The messages of a row, by the CID the escrow held. */
async function receivedOf(domain: HeldDomain, row: OutboxRow): Promise<HeldReceivedRecord[]> {
  const items = (row.payload as RekeyPayload).items;
  const cids = new Set(items.map(({ receipt }) => receipt.old_cid));
  const all = await domain.tables.held_received.getAll();
  return all.filter(({ identityIndex, cid }) => identityIndex === row.identityIndex && cids.has(cid));
}

async function rekeyed(
  domain: HeldDomain,
  row: OutboxRow,
  reply: CommandReply<'REKEY_HELD_MESSAGES'>,
): Settlement {
  // An id is one sender's only; two may have chosen the same.
  const answers = new Map(reply.items.map((item) => [item.deletion_receipt.old_cid, item]));
  const now = domain.clock.now();
  const after: HeldReceivedRecord[] = [];
  for (const before of await receivedOf(domain, row)) {
    const answer = answers.get(before.cid);
    if (answer === undefined || before.state !== 'opened') continue;
    const { deletion_receipt: receipt, signature } = answer;
    const holds =
      receipt.id === before.id &&
      (await isSigned(domain, before.escrow, (key) => verifyDeletionReceipt(receipt, signature, key)));
    if (!holds) domain.log.warn('an escrow gave a receipt that does not hold', { command: row.payload.type });
    after.push({
      ...before,
      state: 're-encrypted',
      rekey: null,
      since: now,
      at: now,
      // Another device of ours may have been first.
      ...(holds && receipt.new_cid !== before.newCid ? { newCid: receipt.new_cid, newRecord: null } : {}),
      deletionReceipt: holds ? ({ receipt, signature } as unknown as JsonValue) : null,
      reason: holds ? null : 'RECEIPT',
    });
  }
  return endReceived(domain, row, after);
}

/** The escrow does not take it: the binding changed, or its time is over. */
async function notRekeyed(domain: HeldDomain, row: OutboxRow, code: string): Settlement {
  const before = await receivedOf(domain, row);
  const at = domain.clock.now();
  return endReceived(
    domain,
    row,
    before
      .filter(({ state }) => state === 'opened')
      .map((one) => ({ ...one, state: 'not-re-encrypted', reason: code, at })),
  );
}

/** Writes the end of hand-overs, with what tells it to our other devices: the escrow does not. */
async function endReceived(
  domain: HeldDomain,
  row: OutboxRow,
  records: readonly HeldReceivedRecord[],
): Settlement {
  const forms = records.map(ownHeldHandedForms);
  const [sealed, own] = await Promise.all([
    Promise.all(records.map((one) => domain.tables.held_received.seal(one))),
    sealOwn(domain, row.identityIndex, RESERVED.heldHanded, forms),
  ]);
  return {
    async write(tx: WriteTx) {
      for (const one of sealed) await domain.tables.held_received.putSealed(tx, one);
      await domain.outbox.putRows(tx, own);
    },
    committed() {
      domain.outbox.kick();
      domain.changes.popup('conversations', 'requests');
    },
  };
}

async function sealOwn(
  domain: HeldDomain,
  identityIndex: number,
  type: string,
  records: readonly JsonValue[][],
): Promise<SealedOutboxRow[]> {
  const row = await ownHeldRow(domain, await domain.keyring.identity(identityIndex), type, records);
  return row === null ? [] : [await domain.outbox.sealRow(row)];
}

/** One of them was refused, which says nothing about the others: each is sent alone. */
async function oneByOne(domain: HeldDomain, row: OutboxRow, payload: ItemsPayload): Settlement {
  const now = domain.clock.now();
  const rows = payload.items.map((item, at) =>
    escrowRow({
      id: `${row.id}/${at}`,
      identityIndex: row.identityIndex,
      escrow: row.mediatorDid,
      payload: { type: payload.type, items: [item] } as CommandPayload,
      now,
    }),
  );
  const sealed = await Promise.all(rows.map((one) => domain.outbox.sealRow(one)));
  return {
    async write(tx) {
      await domain.outbox.putRows(tx, sealed);
    },
    committed: () => domain.outbox.kick(),
  };
}
