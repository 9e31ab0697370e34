/**
 * Takes a held message back.
 *
 * Invariant: the row that gives the message to the escrow leaves this disk only together with the state `withdrawn`, so an
 * escrow that does not answer, or a worker that dies, leaves a message that is still on its way.
 */

import type { HeldState } from '../../api/popup/popup-rpc.ts';
import { exclusively } from '../../domain/domain.ts';
import { escrowRow } from '../../domain/escrow-row.ts';
import type { HeldDomain } from '../../domain/held-domain.ts';
import type { HeldSentRecord } from '../../domain/records/held-sent-record.ts';
import { InvalidRequestError, NotFoundError } from '../../errors/errors.ts';
import { CommandRefusedError } from '../../mediator-client/command-refused-error.ts';
import type { Outbox } from '../../mediator-client/outbox/outbox.ts';
import type { CommandPayload } from '../../protocol/commands.ts';
import { RESERVED } from '../../protocol/wire.ts';
import { writeTransaction } from '../../store/write-transaction.ts';
import { ownHeldRow } from '../kept/own-held-row.ts';
import { ownHeldStateForms } from '../kept/own-held-state.ts';

type Withdrawal = CommandPayload & { type: 'WITHDRAW_HELD_MESSAGE' };

type WithdrawDomain = HeldDomain & {
  readonly outbox: Pick<Outbox, 'rowKey' | 'removeRow' | 'kick' | 'sealRow' | 'putRows'>;
};

/**
 * Has the escrow delete it; one that never left is not sent any more. Throws NotFoundError, InvalidRequestError when it
 * was handed over meanwhile, and as `CommandClient.send`; then nothing changed.
 */
export async function withdrawHeld(domain: WithdrawDomain, id: string): Promise<HeldState> {
  const held = await domain.tables.held_sent.get(id);
  if (held === undefined) throw new NotFoundError();
  if (held.state === 'withdrawn') return 'withdrawn';
  if (held.state !== 'held' && held.state !== 'queued') throw handedOver();
  const payload: Withdrawal = { type: 'WITHDRAW_HELD_MESSAGE', id };
  const isKnown = await askEscrow(domain, held, payload);
  await exclusively(domain, () => settle(domain, held, isKnown ? null : payload));
  domain.outbox.kick();
  domain.changes.popup('conversations', `conversation:${held.conversationId}`);
  return 'withdrawn';
}

/** Whether the escrow knew it; false only for one whose receipt we do not have. */
async function askEscrow(
  domain: WithdrawDomain,
  held: HeldSentRecord,
  payload: Withdrawal,
): Promise<boolean> {
  const keys = await domain.keyring.identity(held.identityIndex);
  try {
    const { state } = await domain.commands.send<'WITHDRAW_HELD_MESSAGE'>(keys, held.escrow, {
      channel: 'DIRECT_AUTHENTICATED',
      recipientDid: held.escrow,
      payload,
    });
    if (state !== 'WITHDRAWN') throw handedOver();
    return true;
  } catch (error) {
    const isUnknown = error instanceof CommandRefusedError && error.reason === 'NOT_FOUND';
    if (!isUnknown || held.state !== 'queued') throw error;
    if (await isOnItsWay(domain, held)) return false;
    // Saying "withdrawn" here would not keep the other device from giving it.
    throw new InvalidRequestError(
      'The escrow does not have this message. Another device of yours may still give it.',
    );
  }
}

/** Whether it is this device that gives it: the row leaves the outbox with the state `queued`. */
async function isOnItsWay({ db, outbox }: WithdrawDomain, { cid }: HeldSentRecord): Promise<boolean> {
  return (await db.getKeyFromIndex('outbox', 'key', await outbox.rowKey(`held:${cid}`))) !== undefined;
}

/** Writes that it is withdrawn; `again` follows a request that may still be on its way to the escrow. */
async function settle(domain: WithdrawDomain, held: HeldSentRecord, again: Withdrawal | null): Promise<void> {
  const { outbox, tables } = domain;
  const current = await tables.held_sent.get(held.id);
  if (current === undefined) return;
  const now = domain.clock.now();
  const { id, identityIndex, escrow } = held;
  const after: HeldSentRecord = { ...current, state: 'withdrawn', at: now };
  const keys = await domain.keyring.identity(identityIndex);
  const rows = [
    // The escrow cannot tell our other devices of one that it never had.
    await ownHeldRow(domain, keys, RESERVED.heldState, [ownHeldStateForms(after)]),
    again === null ? null : escrowRow({ id: `withdraw:${id}`, identityIndex, escrow, payload: again, now }),
  ].filter((row) => row !== null);
  const [rowKey, sealed, follow] = await Promise.all([
    outbox.rowKey(`held:${held.cid}`),
    tables.held_sent.seal(after),
    Promise.all(rows.map((row) => outbox.sealRow(row))),
  ]);
  await writeTransaction(domain.db, ['outbox', 'held_sent'], async (tx) => {
    await outbox.removeRow(tx, rowKey);
    await outbox.putRows(tx, follow);
    await tables.held_sent.putSealed(tx, sealed);
  });
}

function handedOver(): InvalidRequestError {
  return new InvalidRequestError('This message was handed over already and cannot be taken back.');
}
