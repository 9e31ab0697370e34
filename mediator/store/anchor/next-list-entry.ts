import type { Database } from '../database/schema.ts';

/** The position after the last one known in a contract's list. */
export async function nextListEntry(
  db: Database,
  { chainId, contract }: { chainId: number; contract: string },
): Promise<number> {
  const row = await db
    .selectFrom('index_files')
    .select((e) => e.fn.max('entry').as('entry'))
    .where('state', '=', 'finalized')
    .where('chain_id', '=', chainId)
    .where('contract', '=', contract)
    .executeTakeFirst();
  return row?.entry === null || row?.entry === undefined ? 0 : Number(row.entry) + 1;
}
