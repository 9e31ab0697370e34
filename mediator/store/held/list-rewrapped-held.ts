import type { Tx } from '../database/schema.ts';

/** What is served of some messages that were rewrapped for one of these bindings. */
export async function listRewrappedHeld(
  tx: Tx,
  seqs: readonly number[],
  bindingIds: readonly number[],
): Promise<{ id: string; record: string; epk: string; ciphertext: string }[]> {
  if (seqs.length === 0 || bindingIds.length === 0) return [];
  const rows = await tx
    .selectFrom('held_messages as m')
    .innerJoin('held_shares as s', (j) => j.onRef('s.message', '=', 'm.seq').on('s.kind', '=', 'rewrapped'))
    .select(['m.id', 'm.record', 's.epk', 's.ciphertext'])
    .where('m.seq', 'in', seqs)
    .where('m.state', '=', 'REWRAPPED')
    .where('m.binding_id', 'in', bindingIds)
    .orderBy('m.seq')
    .execute();
  return rows.map((row) => ({ ...row, record: row.record as string }));
}
