import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.ts';

const BLOB = 'blob';

/** First step of the tables: identities, contracts and requests, events, and what protects from replays (protocol.md §5). */
export async function firstTables({ schema }: Kysely<Schema>): Promise<void> {
  await schema
    .createTable('identities')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('did', 'text', (c) => c.notNull().unique())
    .addColumn('signing_key', 'text', (c) => c.notNull())
    .addColumn('home', 'integer', (c) => c.notNull())
    .addColumn('registered_until', 'bigint', (c) => c.notNull())
    .addColumn('pending_seq', 'bigint', (c) => c.notNull())
    .addColumn('pending_count', 'bigint', (c) => c.notNull())
    .addColumn('pending_bytes', 'bigint', (c) => c.notNull())
    .addColumn('stored_seq', 'bigint', (c) => c.notNull())
    .addColumn('stored_count', 'bigint', (c) => c.notNull())
    .addColumn('stored_bytes', 'bigint', (c) => c.notNull())
    .addColumn('stored_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('identities_by_key').on('identities').column('signing_key').execute();
  await schema.createIndex('identities_by_end').on('identities').column('registered_until').execute();

  await schema
    .createTable('contracts')
    .addColumn('contract_id', 'text', (c) => c.primaryKey())
    .addColumn('requestor_did', 'text', (c) => c.notNull())
    .addColumn('requestor_key', 'text', (c) => c.notNull())
    .addColumn('recipient_did', 'text', (c) => c.notNull())
    .addColumn('recipient_key', 'text', (c) => c.notNull())
    .addColumn('pair', 'text', (c) => c.notNull())
    .addColumn('requestor_encryption_public_key', 'text', (c) => c.notNull())
    .addColumn('signed_contract', 'text', (c) => c.notNull())
    .addColumn('timestamp', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('stored_at', 'bigint', (c) => c.notNull())
    .addColumn('revoked_at', 'bigint')
    // The database itself refuses a second completion of one request.
    .addUniqueConstraint('contracts_once', ['requestor_did', 'requestor_encryption_public_key'])
    .execute();
  await schema
    .createIndex('contracts_by_pair')
    .on('contracts')
    .columns(['pair', 'revoked_at', 'expires_at'])
    .execute();
  await schema.createIndex('contracts_by_requestor').on('contracts').column('requestor_key').execute();
  await schema.createIndex('contracts_by_recipient').on('contracts').column('recipient_key').execute();
  await schema.createIndex('contracts_by_end').on('contracts').column('expires_at').execute();

  await schema
    .createTable('tombstones')
    .addColumn('requestor_did', 'text', (c) => c.notNull())
    .addColumn('requestor_encryption_public_key', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('tombstones_pk', ['requestor_did', 'requestor_encryption_public_key'])
    .execute();
  await schema.createIndex('tombstones_by_end').on('tombstones').column('expires_at').execute();

  await schema
    .createTable('contract_requests')
    .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('identity_id', 'integer', (c) => c.notNull())
    .addColumn('sender_did', 'text', (c) => c.notNull())
    .addColumn('encrypted_request', 'text', (c) => c.notNull())
    .addColumn('requestor_ephemeral_public_key', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('contract_requests_by_identity')
    .on('contract_requests')
    .columns(['identity_id', 'seq'])
    .execute();

  await schema
    .createTable('request_log')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('sender_key', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('request_log_by_sender')
    .on('request_log')
    .columns(['sender_key', 'created_at'])
    .execute();
  await schema.createIndex('request_log_by_time').on('request_log').column('created_at').execute();

  await schema
    .createTable('pending_events')
    .addColumn('identity_id', 'integer', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('sender_did', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('pending_events_pk', ['identity_id', 'seq'])
    .execute();

  await schema
    .createTable('stored_events')
    .addColumn('identity_id', 'integer', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('event_id', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('tags', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('stored_events_pk', ['identity_id', 'seq'])
    .addUniqueConstraint('stored_events_once', ['identity_id', 'event_id'])
    .execute();
  await schema
    .createIndex('stored_events_by_time')
    .on('stored_events')
    .columns(['identity_id', 'created_at', 'seq'])
    .execute();
  await schema
    .createTable('event_tags')
    .addColumn('identity_id', 'integer', (c) => c.notNull())
    .addColumn('tag', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('event_tags_pk', ['identity_id', 'tag', 'seq'])
    .execute();

  await schema
    .createTable('accepted_ids')
    .addColumn('key', BLOB, (c) => c.primaryKey())
    .addColumn('digest', BLOB, (c) => c.notNull())
    .addColumn('result', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('accepted_ids_by_end').on('accepted_ids').column('expires_at').execute();

  await schema
    .createTable('nonces')
    .addColumn('timestamp', 'bigint', (c) => c.notNull())
    .addColumn('key', BLOB, (c) => c.notNull())
    .addPrimaryKeyConstraint('nonces_pk', ['timestamp', 'key'])
    .execute();

  await schema
    .createTable('public_events')
    .addColumn('seq', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('identity_id', 'integer', (c) => c.notNull())
    .addColumn('publisher_did', 'text', (c) => c.notNull())
    .addColumn('channel_id', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .addColumn('tags', 'text', (c) => c.notNull())
    .addColumn('timestamp', 'bigint', (c) => c.notNull())
    .addColumn('event_signature', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('public_events_by_did')
    .on('public_events')
    .columns(['publisher_did', 'seq'])
    .execute();
}
