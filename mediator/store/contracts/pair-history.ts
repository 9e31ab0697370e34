import type { Tx } from '../database/schema.ts';
import { pairOf } from './pair-of.ts';

/** Tells what is stored here of these two keys, expired or not: nothing, only revoked ones, or one that was not revoked. */
export async function pairHistory(tx: Tx, a: string, b: string): Promise<'none' | 'unrevoked' | 'revoked'> {
  // Nulls sort first in an ascending index of SQLite, but not everywhere: so two questions.
  const ofPair = tx.selectFrom('contracts').select('contract_id').where('pair', '=', pairOf(a, b)).limit(1);
  if (await ofPair.where('revoked_at', 'is', null).executeTakeFirst()) return 'unrevoked';
  return (await ofPair.executeTakeFirst()) ? 'revoked' : 'none';
}
