import { prepareQuery } from '../database/prepare-query.ts';
import type { Database, Tx } from '../database/schema.ts';

/** A block everybody may have. */
export interface Block {
  cid: string;
  bytes: Uint8Array;
}

const byDigest = prepareQuery<{ digest: Uint8Array }, { bytes: Uint8Array }>((db, p) =>
  db.selectFrom('published_blocks').select('bytes').where('digest', '=', p('digest')),
);

const known = prepareQuery<{ digest: Uint8Array }, { cid: string }>((db, p) =>
  db.selectFrom('published_blocks').select('cid').where('digest', '=', p('digest')),
);

const unhanded = prepareQuery<{ limit: number }, Block & { digest: Uint8Array }>((db, p) =>
  db
    .selectFrom('published_blocks')
    .select(['cid', 'bytes', 'digest'])
    .where('handed_to', 'is', null)
    .orderBy('published_at')
    .limit(p('limit')),
);

/** The bytes of a published block, by its sha2-256 digest. */
export async function findBlock(db: Database, digest: Uint8Array): Promise<Uint8Array | undefined> {
  return (await byDigest(db, { digest }))[0]?.bytes;
}

/** Tells whether a block is published. */
export async function isPublished(db: Database, digest: Uint8Array): Promise<boolean> {
  return (await known(db, { digest })).length > 0;
}

/** Published blocks that no IPFS node was told of yet, oldest first. */
export function listUnhanded(db: Database, limit: number): Promise<(Block & { digest: Uint8Array })[]> {
  return unhanded(db, { limit });
}

/** Notes that the IPFS node `name` has a block. */
export async function markHanded(tx: Tx, digest: Uint8Array, name: string): Promise<void> {
  await tx.updateTable('published_blocks').set({ handed_to: name }).where('digest', '=', digest).execute();
}

/** Makes blocks that another node was told of wait again. */
export async function takeBackFromOthers(tx: Tx, name: string): Promise<void> {
  await tx
    .updateTable('published_blocks')
    .set({ handed_to: null })
    .where('handed_to', 'is not', null)
    .where('handed_to', '<>', name)
    .execute();
}

/** Adds a block, whose digest is the sha2-256 of its bytes; the same again changes nothing. `now` in whole seconds. */
export async function insertBlock(
  tx: Tx,
  { digest, cid, bytes, now }: Block & { digest: Uint8Array; now: number },
): Promise<void> {
  await tx
    .insertInto('published_blocks')
    .values({ digest, cid, bytes, published_at: now, handed_to: null })
    .onConflict((c) => c.column('digest').doNothing())
    .execute();
}
