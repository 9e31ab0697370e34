import type { HeldState } from '../../../lib/protocol/held-replies.ts';
import type { Tx } from '../database/schema.ts';
import { removeShares } from './remove-shares.ts';

/**
 * Ends by time what nobody ended, at most `chunk` of each kind; gives how many. `EXPIRED` from HELD at `not_after`;
 * `NOT_REENCRYPTED` from REWRAPPED some time after it; `UNCONFIRMED` from REKEYED without the sender.
 */
export async function endOverdueHeld(
  tx: Tx,
  due: { now: number; notReencryptedSeconds: number; unconfirmedSeconds: number; chunk: number },
): Promise<number> {
  const { now, chunk } = due;
  const end = async (
    from: HeldState,
    to: HeldState,
    time: 'not_after' | 'changed_at',
    before: number,
  ): Promise<{ seq: number }[]> =>
    tx
      .updateTable('held_messages')
      .set({ state: to, changed_at: now, ...(from === 'REKEYED' ? {} : { record: null }) })
      .where('state', '=', from)
      .where((e) =>
        e(
          'seq',
          'in',
          e
            .selectFrom('held_messages')
            .select('seq')
            .where('state', '=', from)
            .where(time, '<=', before)
            .limit(chunk),
        ),
      )
      .returning('seq')
      .execute();
  const expired = await end('HELD', 'EXPIRED', 'not_after', now);
  const left = await end('REWRAPPED', 'NOT_REENCRYPTED', 'not_after', now - due.notReencryptedSeconds);
  const unconfirmed = await end('REKEYED', 'UNCONFIRMED', 'changed_at', now - due.unconfirmedSeconds);
  await removeShares(tx, [...expired, ...left]);
  return expired.length + left.length + unconfirmed.length;
}
