import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** Third step of the tables: bindings, epochs, and what is held for addresses (address-messaging.md §1 to §3). */
export async function heldTables({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('held_epochs')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('master', 'blob')
    .addColumn('opened_at', 'bigint', (c) => c.notNull())
    .addColumn('handed_until', 'bigint', (c) => c.notNull())
    .addColumn('destroyed_at', 'bigint')
    .execute();

  await schema
    .createTable('binding_nonces')
    .addColumn('nonce', 'text', (c) => c.primaryKey())
    .addColumn('did', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('chain_id', 'bigint', (c) => c.notNull())
    .addColumn('issued_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('binding_nonces_by_time').on('binding_nonces').column('issued_at').execute();

  await schema
    .createTable('address_bindings')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('chain_id', 'bigint', (c) => c.notNull())
    .addColumn('did', 'text', (c) => c.notNull())
    .addColumn('signing_key', 'text', (c) => c.notNull())
    .addColumn('nonce', 'text', (c) => c.notNull().unique())
    .addColumn('binding', 'text', (c) => c.notNull())
    .addColumn('wallet_signature', 'text', (c) => c.notNull())
    .addColumn('did_signature', 'text', (c) => c.notNull())
    .addColumn('previous_did', 'text')
    .addColumn('previous_signature', 'text')
    .addColumn('proof', 'text', (c) => c.notNull())
    .addColumn('effective_at', 'bigint', (c) => c.notNull())
    .addColumn('checked_at', 'bigint', (c) => c.notNull())
    .addColumn('closed_at', 'bigint')
    .addColumn('moved', 'text')
    .execute();
  await schema
    .createIndex('address_bindings_by_address')
    .on('address_bindings')
    .columns(['address', 'chain_id', 'id'])
    .execute();
  await schema
    .createIndex('address_bindings_by_key')
    .on('address_bindings')
    .columns(['signing_key', 'closed_at'])
    .execute();

  await schema
    .createTable('held_messages')
    .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('saver_key', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('receiver', 'text', (c) => c.notNull())
    .addColumn('chain_id', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('cid', 'text', (c) => c.notNull().unique())
    .addColumn('commitment', 'text', (c) => c.notNull())
    .addColumn('room_id', 'text', (c) => c.notNull())
    .addColumn('not_after', 'bigint', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('record', 'text')
    .addColumn('save_receipt', 'text', (c) => c.notNull())
    .addColumn('save_signature', 'text', (c) => c.notNull())
    .addColumn('binding_id', 'integer', (c) => c.references('address_bindings.id'))
    .addColumn('new_record', 'text')
    .addColumn('receipt', 'text')
    .addColumn('receipt_signature', 'text')
    .addColumn('deletion_receipt', 'text')
    .addColumn('deletion_signature', 'text')
    .addUniqueConstraint('held_messages_once', ['saver_key', 'id'])
    .execute();
  await schema
    .createIndex('held_messages_by_receiver')
    .on('held_messages')
    .columns(['receiver', 'chain_id', 'state', 'seq'])
    .execute();
  await schema
    .createIndex('held_messages_by_saver')
    .on('held_messages')
    .columns(['saver_key', 'seq'])
    .execute();
  await schema
    .createIndex('held_messages_by_end')
    .on('held_messages')
    .columns(['state', 'not_after'])
    .execute();
  await schema.createIndex('held_messages_by_change').on('held_messages').column('changed_at').execute();
  await schema
    .createIndex('held_messages_by_binding')
    .on('held_messages')
    .columns(['binding_id', 'state'])
    .execute();

  await schema
    .createTable('held_shares')
    .addColumn('message', 'integer', (c) => c.notNull().references('held_messages.seq').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('epoch', 'rewrapped')`))
    .addColumn('epoch_id', 'text', (c) => c.references('held_epochs.id'))
    .addColumn('epk', 'text', (c) => c.notNull())
    .addColumn('ciphertext', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('held_shares_pk', ['message', 'kind'])
    .execute();
  await schema.createIndex('held_shares_by_epoch').on('held_shares').column('epoch_id').execute();
}
