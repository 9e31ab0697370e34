import { hash } from 'node:crypto';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';
import { type ClientId, clientIdKey } from './client-id.ts';
import { findAcceptedId } from './find-accepted-id.ts';

type Row = { key: Uint8Array; digest: Uint8Array; result: string; expiresAt: number };

const insert = prepareQuery<Row, { result: string }>((db, p) =>
  db
    .insertInto('accepted_ids')
    .values({ key: p('key'), digest: p('digest'), result: p('result'), expires_at: p('expiresAt') })
    .onConflict((c) => c.column('key').doNothing())
    .returning('result'),
);

/**
 * Remembers a client's id. `new`: never seen; `same`: the same bytes were accepted before, with that result;
 * `conflict`: other bytes were. `expiresAt` in seconds.
 */
export async function acceptId(
  tx: Tx,
  id: ClientId,
  result: string,
  expiresAt: number,
): Promise<{ state: 'new' | 'same' | 'conflict'; result: string }> {
  const key = clientIdKey(id);
  const digest = hash('sha256', id.content, 'buffer').subarray(0, 16);
  if ((await insert(tx, { key, digest, result, expiresAt })).length === 1) return { state: 'new', result };
  const known = await findAcceptedId(tx, id);
  if (known && digest.equals(known.digest)) return { state: 'same', result: known.result };
  return { state: 'conflict', result: '' };
}
