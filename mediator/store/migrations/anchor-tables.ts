import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** Second step of the tables: what is listed, indexed, anchored and published (address-messaging.md §4.2 to §4.6). */
export async function anchorTables({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('listed_cids')
    .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('cid', 'text', (c) => c.notNull().unique())
    .addColumn('room_id', 'text', (c) => c.notNull())
    .addColumn('listed_at', 'bigint', (c) => c.notNull())
    .addColumn('index_file', 'integer')
    .execute();
  await schema.createIndex('listed_cids_by_file').on('listed_cids').columns(['index_file', 'seq']).execute();

  await schema
    .createTable('index_files')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('cid', 'text', (c) => c.notNull().unique())
    .addColumn('built_at', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('chain_id', 'bigint')
    .addColumn('contract', 'text')
    .addColumn('nonce', 'bigint')
    .addColumn('tx', 'text')
    .addColumn('block_number', 'bigint')
    .addColumn('block_hash', 'text')
    .addColumn('entry', 'bigint')
    .execute();
  await schema.createIndex('index_files_by_state').on('index_files').columns(['state', 'id']).execute();

  await schema
    .createTable('anchor_transactions')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('index_file', 'integer', (c) => c.notNull())
    .addColumn('nonce', 'bigint', (c) => c.notNull())
    .addColumn('signed', 'text', (c) => c.notNull())
    .addColumn('max_fee', 'text', (c) => c.notNull())
    .addColumn('priority_fee', 'text', (c) => c.notNull())
    .addColumn('signed_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('anchor_transactions_by_file')
    .on('anchor_transactions')
    .columns(['index_file', 'signed_at'])
    .execute();

  await schema
    .createTable('published_blocks')
    .addColumn('digest', 'blob', (c) => c.primaryKey())
    .addColumn('cid', 'text', (c) => c.notNull())
    .addColumn('bytes', 'blob', (c) => c.notNull())
    .addColumn('published_at', 'bigint', (c) => c.notNull())
    .addColumn('handed_to', 'text')
    .execute();
  await schema
    .createIndex('published_blocks_by_hand')
    .on('published_blocks')
    .columns(['handed_to', 'published_at'])
    .execute();
}
