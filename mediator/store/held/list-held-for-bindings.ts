import { sql } from 'kysely';
import { type Page, pageWithin } from '../database/page-within.ts';
import type { Database, Tx } from '../database/schema.ts';

/** A message to hand over, with the share that is still the escrow's. */
export interface HeldForBinding {
  seq: number;
  state: 'HELD' | 'REWRAPPED';
  commitment: string;
  receiver: string;
  bindingId: number;
  epochId: string;
  epk: string;
  ciphertext: string;
}

/** A page of the messages that some bindings can be served: the HELD ones, and those REWRAPPED for just these. */
export async function listHeldForBindings(
  db: Database | Tx,
  bindingIds: readonly number[],
  { after, limit, maxBytes }: Page,
  now: number,
): Promise<{ rows: HeldForBinding[]; more: boolean }> {
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
      state: state as HeldForBinding['state'],
      epochId: epoch_id as string,
    })),
    more,
  };
}
