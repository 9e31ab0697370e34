import type { Database, Tx } from '../database/schema.ts';

/** How many listed CIDs are in no index file yet, counted no further than `upTo`. */
export async function countUnindexedCids(db: Database | Tx, upTo: number): Promise<number> {
  const row = await db
    .selectFrom((q) =>
      q
        .selectFrom('listed_cids')
        .select('seq')
        .where('index_file', 'is', null)
        .orderBy('seq')
        .limit(upTo)
        .as('waiting'),
    )
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
