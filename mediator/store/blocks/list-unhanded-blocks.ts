import { prepareQuery } from '../database/prepare-query.ts';
import type { Database } from '../database/schema.ts';
import type { Block } from './insert-block.ts';

const unhanded = prepareQuery<{ limit: number }, Block & { digest: Uint8Array }>((db, p) =>
  db
    .selectFrom('published_blocks')
    .select(['cid', 'bytes', 'digest'])
    .where('handed_to', 'is', null)
    .orderBy('published_at')
    .limit(p('limit')),
);

/** Published blocks that were handed to no IPFS node yet, oldest first. */
export function listUnhandedBlocks(db: Database, limit: number): Promise<(Block & { digest: Uint8Array })[]> {
  return unhanded(db, { limit });
}
