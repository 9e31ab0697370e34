/** Reads what is held and what became of it; the steps between the states are in held-messages.ts. */
import { sql } from 'kysely';
import { pageWithin } from '../database/page-within.ts';
import type { Database, Tx } from '../database/schema.ts';
import type { HeldRow } from './held-messages.ts';

/** What a page of rows starts after and ends with. */
export interface Page {
  after: number;
  limit: number;
  maxBytes: number;
}

/** Finds what a signing key saved under an id. */
export async function findSaved(
  db: Database | Tx,
  saverKey: string,
  id: string,
): Promise<HeldRow | undefined> {
  return db
    .selectFrom('held_messages')
    .selectAll()
    .where('saver_key', '=', saverKey)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Finds a message by the CID of its held record. */
export async function findByCid(tx: Tx, cid: string): Promise<HeldRow | undefined> {
  return tx.selectFrom('held_messages').selectAll().where('cid', '=', cid).executeTakeFirst();
}

/** How many messages wait for an address: of one sender, and in all. */
export async function countHeld(
  tx: Tx,
  receiver: string,
  saverKey: string,
): Promise<{ ofSender: number; all: number }> {
  const row = await tx
    .selectFrom('held_messages')
    .select((e) => [
      e.fn.countAll<number>().as('every'),
      sql<number>`coalesce(sum(case when saver_key = ${saverKey} then 1 else 0 end), 0)`.as('own'),
    ])
    .where('receiver', '=', receiver)
    .where('state', 'in', ['HELD', 'REWRAPPED'])
    .executeTakeFirstOrThrow();
  return { ofSender: Number(row.own), all: Number(row.every) };
}

/** A message to hand over, with the share that is still the escrow's. */
export interface Waiting {
  seq: number;
  state: 'HELD' | 'REWRAPPED';
  commitment: string;
  receiver: string;
  bindingId: number;
  epochId: string;
  epk: string;
  ciphertext: string;
}

/** A page of what waits for some bindings: what is held, and what was rewrapped for just these. */
export async function listWaiting(
  db: Database | Tx,
  bindingIds: readonly number[],
  { after, limit, maxBytes }: Page,
  now: number,
): Promise<{ rows: Waiting[]; more: boolean }> {
  if (bindingIds.length === 0) return { rows: [], more: false };
  const rows = await db
    .selectFrom('held_messages as m')
    .innerJoin('address_bindings as b', (j) =>
      j.onRef('b.address', '=', 'm.receiver').onRef('b.chain_id', '=', 'm.chain_id'),
    )
    .innerJoin('held_shares as s', (j) => j.onRef('s.message', '=', 'm.seq').on('s.kind', '=', 'epoch'))
    .select([
      'm.seq',
      'm.state',
      'm.commitment',
      'm.receiver',
      'b.id as bindingId',
      's.epoch_id',
      's.epk',
      's.ciphertext',
      sql<number>`length(m.record)`.as('bytes'),
    ])
    .where('b.id', 'in', bindingIds)
    .where('m.seq', '>', after)
    .where((e) =>
      e.or([
        e.and([e('m.state', '=', 'HELD'), e('m.not_after', '>', now)]),
        e.and([e('m.state', '=', 'REWRAPPED'), e('m.binding_id', '=', e.ref('b.id'))]),
      ]),
    )
    .orderBy('m.seq')
    .limit(limit + 1)
    .execute();
  const { kept, more } = pageWithin(rows, limit, maxBytes);
  return {
    rows: kept.map(({ epoch_id, state, bytes: _, ...row }) => ({
      ...row,
      state: state as Waiting['state'],
      epochId: epoch_id as string,
    })),
    more,
  };
}

/** What is served of some messages that were rewrapped for one of these bindings. */
export async function listRewrapped(
  tx: Tx,
  seqs: readonly number[],
  bindingIds: readonly number[],
): Promise<{ id: string; record: string; epk: string; ciphertext: string }[]> {
  if (seqs.length === 0 || bindingIds.length === 0) return [];
  const rows = await tx
    .selectFrom('held_messages as m')
    .innerJoin('held_shares as s', (j) => j.onRef('s.message', '=', 'm.seq').on('s.kind', '=', 'rewrapped'))
    .select(['m.id', 'm.record', 's.epk', 's.ciphertext'])
    .where('m.seq', 'in', seqs)
    .where('m.state', '=', 'REWRAPPED')
    .where('m.binding_id', 'in', bindingIds)
    .orderBy('m.seq')
    .execute();
  return rows.map((row) => ({ ...row, record: row.record as string }));
}

/** A page of what a signing key saved, oldest first. */
export async function listSent(
  tx: Tx,
  saverKey: string,
  { after, limit, maxBytes }: Page,
): Promise<{ rows: HeldRow[]; more: boolean }> {
  const rows = await tx
    .selectFrom('held_messages')
    .selectAll()
    .where('saver_key', '=', saverKey)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit + 1)
    .execute();
  const sized = rows.map((row) => ({ row, bytes: row.new_record?.length ?? 0 }));
  const { kept, more } = pageWithin(sized, limit, maxBytes);
  return { rows: kept.map(({ row }) => row), more };
}

/** Tells whether a record and its shares were deleted since a time. */
export async function deletedSince(db: Database, since: number): Promise<boolean> {
  const row = await db
    .selectFrom('held_messages')
    .select('seq')
    .where('record', 'is', null)
    .where('changed_at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
