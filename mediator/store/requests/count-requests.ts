import type { Tx } from '../database/schema.ts';

/** How many requests wait unanswered. */
export async function countRequests(tx: Tx, identityId: number): Promise<number> {
  const row = await tx
    .selectFrom('contract_requests')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('identity_id', '=', identityId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
