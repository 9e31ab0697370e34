import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';
import { type ClientId, clientIdKey } from './client-id.ts';

const byKey = prepareQuery<{ key: Uint8Array }, { digest: Uint8Array; result: string }>((db, p) =>
  db.selectFrom('accepted_ids').select(['digest', 'result']).where('key', '=', p('key')),
);

/** What is remembered of a client's id: a digest of the bytes it stood for, and the result that was answered. */
export async function findAcceptedId(
  tx: Tx,
  id: ClientId,
): Promise<{ digest: Uint8Array; result: string } | undefined> {
  return (await byKey(tx, { key: clientIdKey(id) }))[0];
}
