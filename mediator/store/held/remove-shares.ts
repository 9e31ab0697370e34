import type { Tx } from '../database/schema.ts';

/** Removes every share of some messages, by which nobody can open them any more. */
export async function removeShares(tx: Tx, rows: readonly { seq: number }[]): Promise<void> {
  if (rows.length === 0) return;
  const seqs = rows.map(({ seq }) => seq);
  await tx.deleteFrom('held_shares').where('message', 'in', seqs).execute();
}
