import type { Database } from '../database/schema.ts';

/** The highest nonce given to an anchor on a chain that is not final, -1 without one. */
export async function highestOpenNonce(db: Database, chainId: number): Promise<number> {
  const row = await db
    .selectFrom('index_files')
    .select((e) => e.fn.max('nonce').as('nonce'))
    .where('state', 'in', ['sent', 'mined'])
    .where('chain_id', '=', chainId)
    .executeTakeFirst();
  return row?.nonce === null || row?.nonce === undefined ? -1 : Number(row.nonce);
}
