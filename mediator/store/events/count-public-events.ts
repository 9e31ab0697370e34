import type { Tx } from '../database/schema.ts';

/** How many public events an identity keeps here. */
export async function countPublicEvents(tx: Tx, identityId: number): Promise<number> {
  const row = await tx
    .selectFrom('public_events')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('identity_id', '=', identityId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
