import type { Tx } from '../database/schema.ts';

/** When the n-th newest logged request since a time came: the one whose ageing makes room. */
export async function nthNewestLoggedRequest(
  tx: Tx,
  senderKey: string,
  since: number,
  n: number,
): Promise<number | null> {
  const row = await tx
    .selectFrom('request_log')
    .select('created_at')
    .where('sender_key', '=', senderKey)
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .offset(n - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.created_at ?? null;
}
