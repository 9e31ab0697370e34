import { hash } from 'node:crypto';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';

type Key = { timestamp: number; key: Uint8Array };

const insert = prepareQuery<Key, { timestamp: number }>((db, p) =>
  db
    .insertInto('nonces')
    .values({ timestamp: p('timestamp'), key: p('key') })
    .onConflict((c) => c.columns(['timestamp', 'key']).doNothing())
    .returning('timestamp'),
);

/** Burns the nonces of commands. */
export interface Nonces {
  /** False when (sender, nonce) was burnt before. `timestamp` is the signed one, in milliseconds. */
  burn(tx: Tx, senderDid: string, nonce: string, timestamp: number): Promise<boolean>;
}

/**
 * Replay protection. A replay is the same signed bytes, its timestamp included; so the durable key begins with the timestamp
 * and rows lie in the order they come, where a random key would cost a page of the log a command. That one sender uses one
 * nonce with two timestamps is no replay; it is refused from memory, among the last `recent` nonces.
 */
export function createNonces(recent = 100_000): Nonces {
  const seen = new Set<string>();
  return {
    async burn(tx, senderDid, nonce, timestamp) {
      const digest = hash('sha256', `${senderDid}\0${nonce}`, 'buffer').subarray(0, 16);
      const name = digest.toString('latin1');
      if (seen.has(name)) return false;
      const fresh = (await insert(tx, { timestamp, key: digest })).length === 1;
      seen.add(name);
      if (seen.size > recent) {
        const oldest = seen.values().next();
        if (!oldest.done) seen.delete(oldest.value);
      }
      return fresh;
    },
  };
}
