import { hash } from 'node:crypto';
import { prepareQuery } from './prepare-query.ts';
import type { Tx } from './schema.ts';

const insert = prepareQuery<{ key: Uint8Array; expiresAt: number }, { expires_at: number }>((db, p) =>
  db
    .insertInto('nonces')
    .values({ key: p('key'), expires_at: p('expiresAt') })
    .onConflict((c) => c.column('key').doNothing())
    .returning('expires_at'),
);

/** Burns (sender, nonce); false when it was burnt before. `expiresAt` in milliseconds. */
export async function burnNonce(
  tx: Tx,
  senderDid: string,
  nonce: string,
  expiresAt: number,
): Promise<boolean> {
  const key = hash('sha256', `${senderDid}\0${nonce}`, 'buffer').subarray(0, 16);
  return (await insert(tx, { key, expiresAt })).length === 1;
}
