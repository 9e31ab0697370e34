import { sql } from 'kysely';
import type { Tx } from '../database/schema.ts';

/** How many messages for an address are HELD or REWRAPPED: of one sender, and in all. */
export async function countHeld(
  tx: Tx,
  receiver: string,
  saverKey: string,
): Promise<{ ofSender: number; all: number }> {
  const row = await tx
    .selectFrom('held_messages')
    .select((e) => [
      e.fn.countAll<number>().as('every'),
      sql<number>`coalesce(sum(case when saver_key = ${saverKey} then 1 else 0 end), 0)`.as('own'),
    ])
    .where('receiver', '=', receiver)
    .where('state', 'in', ['HELD', 'REWRAPPED'])
    .executeTakeFirstOrThrow();
  return { ofSender: Number(row.own), all: Number(row.every) };
}
