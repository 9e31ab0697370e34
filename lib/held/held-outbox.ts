/**
 * What the end of a command to an escrow means for the message it was about.
 *
 * Invariant: written in the change that takes the row out of the outbox, and only over the state that change finds: what the
 * poll learned meanwhile from the escrow itself stays.
 */

import type { JsonValue } from '../crypto/json-value.ts';
import { decodeSigningKey } from '../crypto/multikey.ts';
import { escrowRow } from '../domain/escrow-row.ts';
import type { HeldReceivedRecord } from '../domain/records/held-received-record.ts';
import type { HeldSentRecord } from '../domain/records/held-sent-record.ts';
import type { Tx } from '../domain/tx.ts';
import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { CommandPayload, CommandReply } from '../protocol/commands.ts';
import { verifyDeletionReceipt, verifySaveReceipt } from '../protocol/held-receipts.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { RESERVED } from '../protocol/wire.ts';
import { ownHeldHandedForms } from './kept/own-held-handed.ts';
import { ownHeldRow } from './kept/own-held-row.ts';
import { ownHeldStateForms } from './kept/own-held-state.ts';

/** Whether a row was about something held; if so, its end is written down. */
type Settled = 'not-mine' | 'ended';

/** The escrow took what the row carried. Throws LockedError. */
export async function heldAccepted(tx: Tx, row: OutboxRow, reply: unknown): Promise<Settled> {
  if (row.payload.type === 'SAVE_HELD_MESSAGE' && row.eventId !== undefined)
    await saved(tx, row.eventId, reply as CommandReply<'SAVE_HELD_MESSAGE'>);
  else if (row.payload.type === 'REKEY_HELD_MESSAGES')
    await reEncrypted(tx, row, row.payload, reply as CommandReply<'REKEY_HELD_MESSAGES'>);
  else return 'not-mine';
  return 'ended';
}

/** The escrow will never take it as it is. `sendReady` is called, after the change, with a message that is to go end to end. Throws LockedError. */
export async function heldRefused(
  tx: Tx,
  row: OutboxRow,
  code: string,
  { sendReady }: { sendReady: (id: string) => void },
): Promise<Settled> {
  const { payload, eventId } = row;
  if (payload.type === 'SAVE_HELD_MESSAGE' && eventId !== undefined) {
    if (code !== 'RECIPIENT_READY') await moveOn(tx, eventId, { state: 'failed', reason: code });
    else if (await moveOn(tx, eventId, { state: 'ready', reason: null })) tx.after(() => sendReady(eventId));
    return 'ended';
  }
  if (payload.type !== 'REKEY_HELD_MESSAGES' && payload.type !== 'CONFIRM_HELD_MESSAGES') return 'not-mine';
  if (payload.items.length > 1) sendEach(tx, row, payload);
  else if (payload.type === 'REKEY_HELD_MESSAGES') await notReEncrypted(tx, row, payload, code);
  else return 'not-mine';
  return 'ended';
}

async function saved(tx: Tx, id: string, reply: CommandReply<'SAVE_HELD_MESSAGE'>): Promise<void> {
  const before = await tx.tables.held_sent.get(id);
  if (before === undefined) return;
  const { receipt, signature } = reply;
  const holds =
    receipt.id === id &&
    receipt.cid === before.cid &&
    (await isSigned(tx, before.escrow, (key) => verifySaveReceipt(receipt, signature, key)));
  if (!holds) tx.log.warn('an escrow gave a receipt that does not hold', { command: 'SAVE_HELD_MESSAGE' });
  await moveOn(tx, id, {
    state: 'held',
    ...(holds
      ? { receivedAt: receipt.received_at * 1000, receipt: { receipt, signature } }
      : { reason: 'RECEIPT' }),
  });
}

async function isSigned(
  { tables }: Tx,
  escrow: string,
  verify: (key: ReturnType<typeof decodeSigningKey>) => Promise<void>,
): Promise<boolean> {
  const known = await tables.escrows.get(escrow);
  if (known === undefined) return false;
  try {
    await verify(decodeSigningKey(known.signingKey));
    return true;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}

/** Changes the row of a message that waits for the escrow's answer; false when it does not wait any more. */
async function moveOn(tx: Tx, id: string, fields: Partial<HeldSentRecord>): Promise<boolean> {
  const before = await tx.tables.held_sent.get(id);
  if (before?.state !== 'queued') return false;
  const after: HeldSentRecord = { ...before, ...fields, at: tx.clock.now() };
  // A message that is to go end to end tells that by its own copy, under the same id.
  if (after.state !== 'ready')
    await keepOwn(tx, before.identityIndex, RESERVED.heldState, [ownHeldStateForms(after)]);
  tx.put('held_sent', after);
  tx.after(() => tx.changes.popup('conversations', `conversation:${before.conversationId}`));
  return true;
}

type RekeyPayload = CommandPayload<'REKEY_HELD_MESSAGES'>;

/** The messages of a row that wait for its end, by the CID the escrow held. */
async function waitingOf(tx: Tx, row: OutboxRow, { items }: RekeyPayload): Promise<HeldReceivedRecord[]> {
  const cids = new Set(items.map(({ receipt }) => receipt.old_cid));
  const all = await tx.tables.held_received.getAll();
  return all.filter(
    ({ identityIndex, cid, state }) =>
      identityIndex === row.identityIndex && cids.has(cid) && state === 'opened',
  );
}

async function reEncrypted(
  tx: Tx,
  row: OutboxRow,
  payload: RekeyPayload,
  reply: CommandReply<'REKEY_HELD_MESSAGES'>,
): Promise<void> {
  // An id is one sender's only; two may have chosen the same.
  const answers = new Map(reply.items.map((item) => [item.deletion_receipt.old_cid, item]));
  const now = tx.clock.now();
  const after: HeldReceivedRecord[] = [];
  for (const before of await waitingOf(tx, row, payload)) {
    const answer = answers.get(before.cid);
    if (answer === undefined) continue;
    const { deletion_receipt: receipt, signature } = answer;
    const holds =
      receipt.id === before.id &&
      (await isSigned(tx, before.escrow, (key) => verifyDeletionReceipt(receipt, signature, key)));
    if (!holds) tx.log.warn('an escrow gave a receipt that does not hold', { command: payload.type });
    after.push({
      ...before,
      state: 're-encrypted',
      rekey: null,
      since: now,
      at: now,
      // Another device of ours may have been first.
      ...(holds && receipt.new_cid !== before.newCid ? { newCid: receipt.new_cid, newRecord: null } : {}),
      deletionReceipt: holds ? { receipt, signature } : null,
      reason: holds ? null : 'RECEIPT',
    });
  }
  await endReceived(tx, row, after);
}

/** The escrow does not take it: the binding changed, or its time is over. */
async function notReEncrypted(tx: Tx, row: OutboxRow, payload: RekeyPayload, code: string): Promise<void> {
  const at = tx.clock.now();
  const before = await waitingOf(tx, row, payload);
  await endReceived(
    tx,
    row,
    before.map((one) => ({ ...one, state: 'not-re-encrypted', reason: code, at })),
  );
}

/** Puts the end of hand-overs, with what tells it to our other devices: the escrow does not. */
async function endReceived(tx: Tx, row: OutboxRow, records: readonly HeldReceivedRecord[]): Promise<void> {
  if (records.length === 0) return;
  await keepOwn(tx, row.identityIndex, RESERVED.heldHanded, records.map(ownHeldHandedForms));
  for (const one of records) tx.put('held_received', one);
  tx.after(() => tx.changes.popup('conversations', 'requests'));
}

async function keepOwn(
  tx: Tx,
  identityIndex: number,
  type: string,
  records: readonly JsonValue[][],
): Promise<void> {
  const row = await ownHeldRow(tx, await tx.keyring.identity(identityIndex), type, records);
  if (row !== null) tx.send(row);
}

/** One of several was refused, which says nothing about the others: each is sent alone. */
function sendEach(
  tx: Tx,
  row: OutboxRow,
  payload: CommandPayload<'REKEY_HELD_MESSAGES'> | CommandPayload<'CONFIRM_HELD_MESSAGES'>,
): void {
  for (const [at, item] of payload.items.entries()) {
    tx.send(
      escrowRow({
        id: `${row.id}/${at}`,
        identityIndex: row.identityIndex,
        escrow: row.mediatorDid,
        payload: { type: payload.type, items: [item] } as CommandPayload,
      }),
    );
  }
}
