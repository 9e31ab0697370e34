import type { Tx } from '../database/schema.ts';

/** Counts a stranger's requests since a time, so that the limits hold across restarts. */
export async function countLoggedRequests(tx: Tx, senderKey: string, since: number): Promise<number> {
  const row = await tx
    .selectFrom('request_log')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('sender_key', '=', senderKey)
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
