import type { Tx } from '../database/schema.ts';
import type { HeldRow } from './held-row.ts';

/** Adds a message in the state HELD, with the escrow's share of it. */
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
