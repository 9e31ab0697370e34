import { sql } from 'kysely';
import { LIMITS } from '../../lib/protocol/wire.ts';
import type { GroupCommit } from './database/group-commit.ts';
import type { Tx } from './database/schema.ts';

const CHUNK = 2_000;
const DAY = 86_400;

/**
 * Removes what has outlived its purpose, a chunk a transaction so that commands never wait long:
 * burnt nonces, remembered ids, the log of requests, tombstones, contracts long over,
 * and everything of an identity that lapsed `lapsedSeconds` ago (protocol.md §5.15).
 */
export async function prune(store: GroupCommit, nowMs: number, lapsedSeconds: number): Promise<void> {
  const now = Math.floor(nowMs / 1000);
  const rounds: ((tx: Tx) => Promise<number>)[] = [
    (tx) => chunk(tx, 'nonces', 'key', 'timestamp', nowMs - LIMITS.nonceSeconds * 1000),
    (tx) => chunk(tx, 'accepted_ids', 'key', 'expires_at', now),
    (tx) => chunk(tx, 'request_log', 'id', 'created_at', now - DAY),
    (tx) => chunk(tx, 'tombstones', 'requestor_encryption_public_key', 'expires_at', now),
    (tx) => chunk(tx, 'contracts', 'contract_id', 'expires_at', now - lapsedSeconds),
    (tx) => pruneIdentity(tx, now - lapsedSeconds),
  ];
  for (const round of rounds) {
    while ((await store.change(round)) > 0);
  }
}

async function chunk(tx: Tx, table: string, key: string, time: string, until: number): Promise<number> {
  const result = await sql`
    delete from ${sql.table(table)} where ${sql.ref(time)} < ${until} and ${sql.ref(key)} in (
      select ${sql.ref(key)} from ${sql.table(table)} where ${sql.ref(time)} < ${until}
      order by ${sql.ref(time)} limit ${sql.lit(CHUNK)})`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Takes a chunk of the rows of one long-lapsed identity, and the identity itself when nothing else is left. */
async function pruneIdentity(tx: Tx, until: number): Promise<number> {
  const identity = await tx
    .selectFrom('identities')
    .select('id')
    .where('registered_until', '<', until)
    .orderBy('registered_until')
    .limit(1)
    .executeTakeFirst();
  if (!identity) return 0;
  const owned = [
    ['pending_events', 'seq'],
    ['event_tags', 'seq'],
    ['stored_events', 'seq'],
    ['contract_requests', 'seq'],
    ['public_events', 'seq'],
  ] as const;
  for (const [table, key] of owned) {
    const result = await sql`
      delete from ${sql.table(table)} where identity_id = ${identity.id} and ${sql.ref(key)} in (
        select ${sql.ref(key)} from ${sql.table(table)} where identity_id = ${identity.id}
        order by ${sql.ref(key)} limit ${sql.lit(CHUNK)})`.execute(tx);
    if (Number(result.numAffectedRows ?? 0n) > 0) return 1;
  }
  await tx.deleteFrom('identities').where('id', '=', identity.id).execute();
  return 1;
}
