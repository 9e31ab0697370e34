import { hash } from 'node:crypto';
import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';

/** What the client gave an id to. `SEND_EVENT` and `SEND_EVENTS` share one name space. */
export type AcceptedKind = 'event' | 'request' | 'deleted';

/** A client's id within (signing key, recipient, kind), and the bytes it stands for. */
export interface ClientId {
  kind: AcceptedKind;
  signingKey: string;
  recipient: string;
  id: string;
  /** The bytes that came with it; other bytes under the same id are a conflict. */
  content: string;
}

type Row = { key: Uint8Array; digest: Uint8Array; result: string; expiresAt: number };
const insert = prepareQuery<Row, { result: string }>((db, p) =>
  db
    .insertInto('accepted_ids')
    .values({ key: p('key'), digest: p('digest'), result: p('result'), expires_at: p('expiresAt') })
    .onConflict((c) => c.column('key').doNothing())
    .returning('result'),
);

const find = prepareQuery<{ key: Uint8Array }, { digest: Uint8Array; result: string }>((db, p) =>
  db.selectFrom('accepted_ids').select(['digest', 'result']).where('key', '=', p('key')),
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
  const key = keyOf(id);
  const digest = hash('sha256', id.content, 'buffer').subarray(0, 16);
  if ((await insert(tx, { key, digest, result, expiresAt })).length === 1) return { state: 'new', result };
  const known = (await find(tx, { key }))[0];
  if (known && digest.equals(known.digest)) return { state: 'same', result: known.result };
  return { state: 'conflict', result: '' };
}

/** Tells whether a client's id is remembered, whatever it stood for. */
export async function isAccepted(tx: Tx, id: ClientId): Promise<boolean> {
  return (await find(tx, { key: keyOf(id) })).length > 0;
}

/** Forgets an id whose content was refused after all. */
export async function forgetId(tx: Tx, id: ClientId): Promise<void> {
  await tx.deleteFrom('accepted_ids').where('key', '=', keyOf(id)).execute();
}

function keyOf({ kind, signingKey, recipient, id }: ClientId): Buffer {
  return hash('sha256', `${kind}\0${signingKey}\0${recipient}\0${id}`, 'buffer').subarray(0, 16);
}
