import { prepareQuery } from '../database/prepare-query.ts';
import type { Database, Tx } from '../database/schema.ts';

/** Who has (or had) a registration here, with the fill of the inbox. */
export interface IdentityRow {
  id: number;
  did: string;
  signing_key: string;
  home: number;
  registered_until: number;
  pending_count: number;
  stored_count: number;
  stored_bytes: number;
}

const byDid = prepareQuery<{ did: string }, IdentityRow>((db, p) =>
  db
    .selectFrom('identities')
    .select([
      'id',
      'did',
      'signing_key',
      'home',
      'registered_until',
      'pending_count',
      'stored_count',
      'stored_bytes',
    ])
    .where('did', '=', p('did')),
);

/** The row of exactly this DID string, lapsed or not. */
export async function findIdentity(db: Database | Tx, did: string): Promise<IdentityRow | undefined> {
  return (await byDid(db, { did }))[0];
}
