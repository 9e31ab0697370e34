import { prepareQuery } from '../database/prepare-query.ts';
import type { Database } from '../database/schema.ts';

const known = prepareQuery<{ digest: Uint8Array }, { cid: string }>((db, p) =>
  db.selectFrom('published_blocks').select('cid').where('digest', '=', p('digest')),
);

/** Tells whether a block is published. */
export async function hasBlock(db: Database, digest: Uint8Array): Promise<boolean> {
  return (await known(db, { digest })).length > 0;
}
