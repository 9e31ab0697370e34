/**
 * The state table of what is held: HELD → REWRAPPED → REKEYED → CONFIRMED and the side ends. Every step compares the
 * state it leaves and sets the one it enters in one statement, so that of two who try one succeeds, and a step taken again
 * changes nothing (B-09).
 */
import { type Selectable, sql } from 'kysely';
import type { HeldState } from '../../lib/protocol/held-replies.ts';
import type { RewrappedShare } from '../../lib/protocol/share.ts';
import { pageWithin } from '../store/page-within.ts';
import type { Database, Schema, Tx } from '../store/schema.ts';

/** A message that is or was held. */
export type HeldRow = Selectable<Schema['held_messages']>;

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

/** Takes a message in, with the escrow's share of it. */
export async function insertHeld(
  tx: Tx,
  message: Pick<
    HeldRow,
    | 'saver_key'
    | 'id'
    | 'receiver'
    | 'chain_id'
    | 'cid'
    | 'commitment'
    | 'room_id'
    | 'not_after'
    | 'changed_at'
    | 'save_receipt'
    | 'save_signature'
  > & { record: string },
  share: { epochId: string; epk: string; ciphertext: string },
): Promise<void> {
  const { seq } = await tx
    .insertInto('held_messages')
    .values({ ...message, state: 'HELD' })
    .returning('seq')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('held_shares')
    .values({
      message: seq,
      kind: 'epoch',
      epoch_id: share.epochId,
      epk: share.epk,
      ciphertext: share.ciphertext,
    })
    .execute();
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

/** HELD → REWRAPPED: the new share first, the state with it. False when the message went elsewhere meanwhile. */
export async function rewrapHeld(
  tx: Tx,
  step: { seq: number; bindingId: number; share: RewrappedShare; now: number },
): Promise<boolean> {
  const changed = await tx
    .updateTable('held_messages')
    .set({ state: 'REWRAPPED', binding_id: step.bindingId, changed_at: step.now })
    .where('seq', '=', step.seq)
    .where('state', '=', 'HELD')
    .where('not_after', '>', step.now)
    .returning('seq')
    .execute();
  if (changed.length === 0) return false;
  await tx
    .insertInto('held_shares')
    .values({ message: step.seq, kind: 'rewrapped', epoch_id: null, ...step.share })
    .execute();
  return true;
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

/** What REKEYED leaves behind. */
export type Rekeyed = Pick<
  HeldRow,
  'receipt' | 'receipt_signature' | 'deletion_receipt' | 'deletion_signature'
> & {
  new_record: string;
};

/** REWRAPPED → REKEYED: the new record takes the place of the old one and of every share. False when it was not REWRAPPED. */
export async function rekeyHeld(tx: Tx, seq: number, now: number, rekeyed: Rekeyed): Promise<boolean> {
  const changed = await tx
    .updateTable('held_messages')
    .set({ state: 'REKEYED', changed_at: now, record: null, ...rekeyed })
    .where('seq', '=', seq)
    .where('state', '=', 'REWRAPPED')
    .returning('seq')
    .execute();
  if (changed.length === 0) return false;
  await tx.deleteFrom('held_shares').where('message', '=', seq).execute();
  return true;
}

/** REKEYED → an end, by the sender or by time. False when it was not REKEYED. */
export async function endRekeyed(
  tx: Tx,
  seq: number,
  now: number,
  state: 'CONFIRMED' | 'DISPUTED',
): Promise<boolean> {
  const changed = await tx
    .updateTable('held_messages')
    .set({ state, changed_at: now })
    .where('seq', '=', seq)
    .where('state', '=', 'REKEYED')
    .returning('seq')
    .execute();
  return changed.length > 0;
}

/** HELD → WITHDRAWN: record and share are gone. False when it was not HELD. */
export async function withdrawHeld(tx: Tx, seq: number, now: number): Promise<boolean> {
  const ended = await tx
    .updateTable('held_messages')
    .set({ state: 'WITHDRAWN', changed_at: now, record: null })
    .where('seq', '=', seq)
    .where('state', '=', 'HELD')
    .where('not_after', '>', now)
    .returning('seq')
    .execute();
  await forgetShares(tx, ended);
  return ended.length > 0;
}

/**
 * Ends by time what nobody ended, at most `chunk` of each kind; gives how many. `EXPIRED` from HELD at `not_after`;
 * `NOT_REENCRYPTED` from REWRAPPED some time after it; `UNCONFIRMED` from REKEYED without the sender.
 */
export async function endOverdue(
  tx: Tx,
  due: { now: number; notReencryptedSeconds: number; unconfirmedSeconds: number; chunk: number },
): Promise<number> {
  const { now, chunk } = due;
  const end = async (
    from: HeldState,
    to: HeldState,
    time: 'not_after' | 'changed_at',
    before: number,
  ): Promise<{ seq: number }[]> =>
    tx
      .updateTable('held_messages')
      .set({ state: to, changed_at: now, ...(from === 'REKEYED' ? {} : { record: null }) })
      .where('state', '=', from)
      .where((e) =>
        e(
          'seq',
          'in',
          e
            .selectFrom('held_messages')
            .select('seq')
            .where('state', '=', from)
            .where(time, '<=', before)
            .limit(chunk),
        ),
      )
      .returning('seq')
      .execute();
  const expired = await end('HELD', 'EXPIRED', 'not_after', now);
  const left = await end('REWRAPPED', 'NOT_REENCRYPTED', 'not_after', now - due.notReencryptedSeconds);
  const unconfirmed = await end('REKEYED', 'UNCONFIRMED', 'changed_at', now - due.unconfirmedSeconds);
  await forgetShares(tx, [...expired, ...left]);
  return expired.length + left.length + unconfirmed.length;
}

async function forgetShares(tx: Tx, rows: readonly { seq: number }[]): Promise<void> {
  if (rows.length === 0) return;
  const seqs = rows.map(({ seq }) => seq);
  await tx.deleteFrom('held_shares').where('message', 'in', seqs).execute();
}

/** Removes rows that ended before a time, at most `chunk`; gives how many. */
export async function removeEnded(tx: Tx, before: number, chunk: number): Promise<number> {
  const rows = await tx
    .deleteFrom('held_messages')
    .where((e) =>
      e(
        'seq',
        'in',
        e
          .selectFrom('held_messages')
          .select('seq')
          .where('state', 'not in', ['HELD', 'REWRAPPED', 'REKEYED'])
          .where('changed_at', '<', before)
          .limit(chunk),
      ),
    )
    .returning('seq')
    .execute();
  return rows.length;
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
