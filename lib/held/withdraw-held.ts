import { exclusively } from '../events/domain.ts';
import { CommandRefusedError } from '../mediator/command-refused-error.ts';
import type { Outbox } from '../mediator/outbox.ts';
import { InvalidRequestError, NotFoundError } from '../rpc/errors.ts';
import type { HeldState } from '../rpc/held-rpc.ts';
import { writeTransaction } from '../store/write-transaction.ts';
import type { HeldDomain } from './held-domain.ts';

/**
 * Takes a held message back: the escrow deletes it. One that never left is not sent any more. Throws NotFoundError,
 * InvalidRequestError when it was handed over meanwhile, and as `CommandClient.send`.
 */
export async function withdrawHeld(
  domain: HeldDomain & {
    readonly outbox: Pick<Outbox, 'rowKey' | 'removeRow' | 'kick' | 'sealRow' | 'putRows'>;
  },
  id: string,
): Promise<HeldState> {
  const held = await domain.tables.held_sent.get(id);
  if (held === undefined) throw new NotFoundError();
  if (held.state === 'withdrawn') return 'withdrawn';
  if (held.state !== 'held' && held.state !== 'queued') throw handedOver();
  const keys = await domain.keyring.identity(held.identityIndex);
  const rowKey = await domain.outbox.rowKey(`held:${held.cid}`);
  // Out of the way first: what has not left yet must not come after the withdrawal.
  await writeTransaction(domain.db, ['outbox'], (tx) => domain.outbox.removeRow(tx, rowKey));
  try {
    const { state } = await domain.commands.send<'WITHDRAW_HELD_MESSAGE'>(keys, held.escrow, {
      channel: 'DIRECT_AUTHENTICATED',
      recipientDid: held.escrow,
      payload: { type: 'WITHDRAW_HELD_MESSAGE', id },
    });
    if (state !== 'WITHDRAWN') throw handedOver();
  } catch (error) {
    const isUnknown = error instanceof CommandRefusedError && error.reason === 'NOT_FOUND';
    if (!(isUnknown && held.state === 'queued')) throw error;
  }
  await exclusively(domain, async () => {
    const now = await domain.tables.held_sent.get(id);
    if (now === undefined) return;
    await domain.tables.held_sent.put({ ...now, state: 'withdrawn', at: domain.clock.now() });
  });
  domain.changes.popup('conversations', `conversation:${held.conversationId}`);
  return 'withdrawn';
}

function handedOver(): InvalidRequestError {
  return new InvalidRequestError('This message was handed over already and cannot be taken back.');
}
