import type { Tx } from '../database/schema.ts';

/** How many identities have rows here. */
export async function countIdentities(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('identities')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
