import { prepareQuery } from '../database/prepare-query.ts';
import type { Tx } from '../database/schema.ts';
import { pairOf } from './pair-of.ts';

const activeOfPair = prepareQuery<{ pair: string; now: number }, { contract_id: string }>((db, p) =>
  db
    .selectFrom('contracts')
    .select('contract_id')
    .where('pair', '=', p('pair'))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', p('now'))
    .limit(1),
);

/** Tells whether an unexpired, unrevoked contract of these two keys is stored here: the authority of `TWO_WAY_PRIVATE`. */
export async function pairIsActive(tx: Tx, a: string, b: string, now: number): Promise<boolean> {
  return (await activeOfPair(tx, { pair: pairOf(a, b), now })).length > 0;
}
