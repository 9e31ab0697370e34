/**
 * The state table of what is held: HELD → REWRAPPED → REKEYED → CONFIRMED and the side ends. Every step compares the
 * state it leaves and sets the one it enters in one statement, so that of two who try one succeeds, and a step taken again
 * changes nothing (B-09).
 */
import type { Selectable } from 'kysely';
import type { HeldState } from '../../../lib/protocol/held-replies.ts';
import type { RewrappedShare } from '../../../lib/protocol/share.ts';
import type { Schema, Tx } from '../database/schema.ts';

/** A message that is or was held. */
export type HeldRow = Selectable<Schema['held_messages']>;

/** Takes a message in, with the escrow's share of it. */
export async function insertHeld(
  tx: Tx,
  message: Pick<
    HeldRow,
    | 'saver_key'
    | 'id'
    | 'receiver'
    | 'chain_id'
    | 'cid'
    | 'commitment'
    | 'room_id'
    | 'not_after'
    | 'changed_at'
    | 'save_receipt'
    | 'save_signature'
  > & { record: string },
  share: { epochId: string; epk: string; ciphertext: string },
): Promise<void> {
  const { seq } = await tx
    .insertInto('held_messages')
    .values({ ...message, state: 'HELD' })
    .returning('seq')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('held_shares')
    .values({
      message: seq,
      kind: 'epoch',
      epoch_id: share.epochId,
      epk: share.epk,
      ciphertext: share.ciphertext,
    })
    .execute();
}

/** HELD → REWRAPPED: the new share first, the state with it. False when the message went elsewhere meanwhile. */
export async function rewrapHeld(
  tx: Tx,
  step: { seq: number; bindingId: number; share: RewrappedShare; now: number },
): Promise<boolean> {
  const changed = await tx
    .updateTable('held_messages')
    .set({ state: 'REWRAPPED', binding_id: step.bindingId, changed_at: step.now })
    .where('seq', '=', step.seq)
    .where('state', '=', 'HELD')
    .where('not_after', '>', step.now)
    .returning('seq')
    .execute();
  if (changed.length === 0) return false;
  await tx
    .insertInto('held_shares')
    .values({ message: step.seq, kind: 'rewrapped', epoch_id: null, ...step.share })
    .execute();
  return true;
}

/** What REKEYED leaves behind. */
export type Rekeyed = Pick<
  HeldRow,
  'receipt' | 'receipt_signature' | 'deletion_receipt' | 'deletion_signature'
> & {
  new_record: string;
};

/** REWRAPPED → REKEYED: the new record takes the place of the old one and of every share. False when it was not REWRAPPED. */
export async function rekeyHeld(tx: Tx, seq: number, now: number, rekeyed: Rekeyed): Promise<boolean> {
  const changed = await tx
    .updateTable('held_messages')
    .set({ state: 'REKEYED', changed_at: now, record: null, ...rekeyed })
    .where('seq', '=', seq)
    .where('state', '=', 'REWRAPPED')
    .returning('seq')
    .execute();
  if (changed.length === 0) return false;
  await tx.deleteFrom('held_shares').where('message', '=', seq).execute();
  return true;
}

/** REKEYED → an end, by the sender or by time. False when it was not REKEYED. */
export async function endRekeyed(
  tx: Tx,
  seq: number,
  now: number,
  state: 'CONFIRMED' | 'DISPUTED',
): Promise<boolean> {
  const changed = await tx
    .updateTable('held_messages')
    .set({ state, changed_at: now })
    .where('seq', '=', seq)
    .where('state', '=', 'REKEYED')
    .returning('seq')
    .execute();
  return changed.length > 0;
}

/** HELD → WITHDRAWN: record and share are gone. False when it was not HELD. */
export async function withdrawHeld(tx: Tx, seq: number, now: number): Promise<boolean> {
  const ended = await tx
    .updateTable('held_messages')
    .set({ state: 'WITHDRAWN', changed_at: now, record: null })
    .where('seq', '=', seq)
    .where('state', '=', 'HELD')
    .where('not_after', '>', now)
    .returning('seq')
    .execute();
  await forgetShares(tx, ended);
  return ended.length > 0;
}

/**
 * Ends by time what nobody ended, at most `chunk` of each kind; gives how many. `EXPIRED` from HELD at `not_after`;
 * `NOT_REENCRYPTED` from REWRAPPED some time after it; `UNCONFIRMED` from REKEYED without the sender.
 */
export async function endOverdue(
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
  await forgetShares(tx, [...expired, ...left]);
  return expired.length + left.length + unconfirmed.length;
}

async function forgetShares(tx: Tx, rows: readonly { seq: number }[]): Promise<void> {
  if (rows.length === 0) return;
  const seqs = rows.map(({ seq }) => seq);
  await tx.deleteFrom('held_shares').where('message', 'in', seqs).execute();
}

/** Removes rows that ended before a time, at most `chunk`; gives how many. */
export async function removeEnded(tx: Tx, before: number, chunk: number): Promise<number> {
  const rows = await tx
    .deleteFrom('held_messages')
    .where((e) =>
      e(
        'seq',
        'in',
        e
          .selectFrom('held_messages')
          .select('seq')
          .where('state', 'not in', ['HELD', 'REWRAPPED', 'REKEYED'])
          .where('changed_at', '<', before)
          .limit(chunk),
      ),
    )
    .returning('seq')
    .execute();
  return rows.length;
}
