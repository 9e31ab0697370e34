import type { Tx } from '../database/schema.ts';

/** Removes rows that ended before a time, at most `chunk`; gives how many. */
export async function removeEndedHeld(tx: Tx, before: number, chunk: number): Promise<number> {
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
