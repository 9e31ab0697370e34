import { BaseBlockstore } from 'blockstore-core';
import type { CID } from 'multiformats/cid';
import { findBlock } from '../store/blocks/find-block.ts';
import { hasBlock } from '../store/blocks/has-block.ts';
import type { Database } from '../store/database/schema.ts';

const SHA2_256 = 0x12;

/**
 * The block store of our IPFS node: the table of published blocks itself, so that a block is served from the commit that
 * published it on, and nothing else ever is. The node cannot write to it: what it would fetch from others is not kept.
 */
export class PublishedBlockstore extends BaseBlockstore {
  readonly #db: Database;

  constructor(db: Database) {
    super();
    this.#db = db;
  }

  override async has(cid: CID): Promise<boolean> {
    return cid.multihash.code === SHA2_256 && (await hasBlock(this.#db, cid.multihash.digest));
  }

  override async *get(cid: CID): AsyncGenerator<Uint8Array> {
    const bytes =
      cid.multihash.code === SHA2_256 ? await findBlock(this.#db, cid.multihash.digest) : undefined;
    if (!bytes) throw Object.assign(new Error('not published'), { name: 'NotFoundError' });
    yield bytes;
  }

  override async put(cid: CID): Promise<CID> {
    if (await this.has(cid)) return cid;
    throw new Error('blocks are published by the mediator only');
  }

  override async delete(): Promise<void> {
    throw new Error('a published block stays');
  }
}
