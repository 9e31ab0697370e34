import type { Tx } from '../database/schema.ts';
import { type ClientId, clientIdKey } from './client-id.ts';

/** Forgets an id whose content was refused after all. */
export async function forgetId(tx: Tx, id: ClientId): Promise<void> {
  await tx.deleteFrom('accepted_ids').where('key', '=', clientIdKey(id)).execute();
}
