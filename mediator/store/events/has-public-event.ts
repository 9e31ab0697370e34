import type { Tx } from '../database/schema.ts';

/** Tells whether an identity keeps a public event under this id. */
export async function hasPublicEvent(tx: Tx, identityId: number, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('public_events')
    .select('seq')
    .where('identity_id', '=', identityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}
