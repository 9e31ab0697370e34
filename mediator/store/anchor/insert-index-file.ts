import type { Tx } from '../database/schema.ts';

const CHUNK = 500;

/** Adds an index file and puts listed CIDs into it, by `seq`, none of which may be in another. */
export async function insertIndexFile(
  tx: Tx,
  { cid, now, seqs }: { cid: string; now: number; seqs: number[] },
): Promise<void> {
  const { id } = await tx
    .insertInto('index_files')
    .values({ cid, built_at: now, state: 'built' })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (let at = 0; at < seqs.length; at += CHUNK) {
    await tx
      .updateTable('listed_cids')
      .set({ index_file: id })
      .where('seq', 'in', seqs.slice(at, at + CHUNK))
      .execute();
  }
}
