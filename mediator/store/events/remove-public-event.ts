import type { Tx } from '../database/schema.ts';

/** Takes an own public event back; false when there is none under that id. */
export async function removePublicEvent(tx: Tx, identityId: number, id: string): Promise<boolean> {
  const rows = await tx
    .deleteFrom('public_events')
    .where('identity_id', '=', identityId)
    .where('id', '=', id)
    .returning('id')
    .execute();
  return rows.length > 0;
}
