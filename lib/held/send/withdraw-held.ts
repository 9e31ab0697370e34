/**
 * Takes a held message back.
 *
 * Invariant: the row that gives the message to the escrow leaves this disk only together with the state `withdrawn`, so an
 * escrow that does not answer, or a worker that dies, leaves a message that is still on its way.
 */

import type { HeldState } from '../../api/popup/popup-rpc.ts';
import { change } from '../../domain/change.ts';
import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import { escrowRow } from '../../domain/escrow-row.ts';
import { type HeldSentRecord, isUnfinished } from '../../domain/records/held-sent-record.ts';
import type { Tx } from '../../domain/tx.ts';
import { InvalidRequestError, NotFoundError } from '../../errors/errors.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { CommandRefusedError } from '../../mediator-client/command-refused-error.ts';
import { RESERVED } from '../../protocol/wire.ts';
import { ownHeldRow } from '../kept/own-held-row.ts';
import { ownHeldStateForms } from '../kept/own-held-state.ts';

/**
 * Has the escrow delete it; one that never left is not sent any more. Throws NotFoundError, InvalidRequestError when it
 * was handed over or went end to end meanwhile, and as `CommandClient.send`; then nothing changed.
 */
export async function withdrawHeld(domain: ConnectedDomain, id: string): Promise<HeldState> {
  const held = await domain.tables.held_sent.get(id);
  if (held === undefined) throw new NotFoundError();
  if (held.state === 'withdrawn') return 'withdrawn';
  if (!isUnfinished(held)) throw handedOver();
  const keys = await domain.keyring.identity(held.identityIndex);
  const isKnown = await askEscrow(domain, keys, held);
  const isOver = await change(domain, (tx) => settle(tx, keys, { id, isKnown }));
  // It reached the escrow after that had said that it does not know it.
  return isOver ? 'withdrawn' : withdrawHeld(domain, id);
}

const withdrawalOf = (id: string) => ({ type: 'WITHDRAW_HELD_MESSAGE', id }) as const;

/** Whether the escrow knew it; false only for one whose receipt we do not have. */
async function askEscrow(
  domain: ConnectedDomain,
  keys: IdentityKeys,
  held: HeldSentRecord,
): Promise<boolean> {
  try {
    const { state } = await domain.commands.send<'WITHDRAW_HELD_MESSAGE'>(keys, held.escrow, {
      channel: 'DIRECT_AUTHENTICATED',
      recipientDid: held.escrow,
      payload: withdrawalOf(held.id),
    });
    if (state !== 'WITHDRAWN') throw handedOver();
    return true;
  } catch (error) {
    const isUnknown = error instanceof CommandRefusedError && error.reason === 'NOT_FOUND';
    if (!isUnknown || held.state !== 'queued') throw error;
    return false;
  }
}

/** Writes that it is withdrawn, unless it went another way meanwhile; false when the escrow must be asked again. */
async function settle(
  tx: Tx,
  keys: IdentityKeys,
  { id, isKnown }: { id: string; isKnown: boolean },
): Promise<boolean> {
  const held = await tx.tables.held_sent.get(id);
  if (held === undefined) throw new NotFoundError();
  if (held.state === 'withdrawn') return true;
  if (!isUnfinished(held)) throw handedOver();
  if (!isKnown && held.state === 'held') return false;
  const { identityIndex, escrow, conversationId } = held;
  const isOnItsWay = await tx.takeBack(`held:${held.cid}`);
  if (!isKnown && !isOnItsWay) {
    // Saying "withdrawn" here would not keep the other device from giving it.
    throw new InvalidRequestError(
      'The escrow does not have this message. Another device of yours may still give it.',
    );
  }
  const after: HeldSentRecord = { ...held, state: 'withdrawn', at: tx.clock.now() };
  // The escrow cannot tell our other devices of one that it never had.
  const own = await ownHeldRow(tx, keys, RESERVED.heldState, [ownHeldStateForms(after)]);
  tx.put('held_sent', after);
  if (own !== null) tx.send(own);
  // The request that gives it may be under way to the escrow at this moment.
  if (!isKnown)
    tx.send(escrowRow({ id: `withdraw:${id}`, identityIndex, escrow, payload: withdrawalOf(id) }));
  tx.after(() => tx.changes.popup('conversations', `conversation:${conversationId}`));
  return true;
}

function handedOver(): InvalidRequestError {
  return new InvalidRequestError('This message was handed over already and cannot be taken back.');
}
