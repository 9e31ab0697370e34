import type { Tx } from '../database/schema.ts';

/** Removes requests of this tray; gives the ids that were there. */
export async function removeRequests(tx: Tx, identityId: number, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .deleteFrom('contract_requests')
    .where('identity_id', '=', identityId)
    .where('id', 'in', ids)
    .returning('id')
    .execute();
  const removed = new Set(rows.map((row) => row.id));
  return ids.filter((id) => removed.delete(id));
}
