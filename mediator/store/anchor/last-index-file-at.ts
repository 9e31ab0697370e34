import type { Tx } from '../database/schema.ts';

/** When the newest index file was made, 0 before the first. */
export async function lastIndexFileAt(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('index_files')
    .select('built_at')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.built_at ?? 0;
}
