import { prepareQuery } from '../database/prepare-query.ts';
import type { Database } from '../database/schema.ts';

const byDigest = prepareQuery<{ digest: Uint8Array }, { bytes: Uint8Array }>((db, p) =>
  db.selectFrom('published_blocks').select('bytes').where('digest', '=', p('digest')),
);

/** The bytes of a published block, by its sha2-256 digest. */
export async function findBlock(db: Database, digest: Uint8Array): Promise<Uint8Array | undefined> {
  return (await byDigest(db, { digest }))[0]?.bytes;
}
