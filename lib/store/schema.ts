/**
 * The database `decentrl`: every object store and what its rows look like on the disk. What a person wrote or received is
 * inside `ciphertext` only; keys of such rows are blinded (HMAC under the local index key), so a stolen profile shows no
 * text and no list of contacts (security.md T-31). In clear stay the rows that must be readable while locked; among them are
 * grants, which name the contacts, wallets and contracts they are for (security.md *What is not protected*).
 */
import type { DBSchema, IDBPTransaction } from 'idb';
import type { Bytes } from '../crypto/bytes.ts';

/** One encrypted value under a blinded key. */
export interface SealedRow {
  key: string;
  ciphertext: Bytes;
}

/**
 * An encrypted row of the outbox. `order` is given by the database inside the transaction that writes the row, never
 * twice, and is the order of sending; `dueAt` (milliseconds) in clear, to find what is to be sent.
 */
export interface SealedOutboxRow extends SealedRow {
  order?: number;
  dueAt: number;
}

/** One value in clear; `key` is blinded where it could tell about people. */
export interface PlainRow {
  key: string;
  value: unknown;
}

/** A batch of events, encrypted together; append-only. Cursors count events of this database from 1 and never repeat. */
export interface SegmentRow {
  firstCursor: number;
  lastCursor: number;
  /** Blinded conversation ids, each once. */
  conversations: string[];
  ciphertext: Bytes;
}

/**
 * How much JSON a row should hold. A value of 64 KiB or more becomes a file of its own in Chromium's IndexedDB, which
 * keeps the worker's thread for 1.4 ms instead of 0.2 (measured 2026-11-22); encryption adds less than the difference.
 */
export const ROW_CHARACTERS = 48 * 1024;

/** A batch, encrypted and waiting for its cursors. */
export interface SealedSegment {
  conversations: string[];
  count: number;
  ciphertext: Bytes;
}

/** A permission of a site, in clear because it is asked for while locked; its fields belong to lib/permissions. */
export interface GrantRow {
  origin: string;
  [field: string]: unknown;
}

export interface DecentrlSchema extends DBSchema {
  vault: { key: string; value: PlainRow };
  session_key: { key: string; value: PlainRow };
  grants: { key: string; value: GrantRow };
  rates: { key: string; value: PlainRow };
  contracts: { key: string; value: SealedRow };
  contract_keys: { key: string; value: SealedRow };
  contacts: { key: string; value: SealedRow };
  requests: { key: string; value: SealedRow };
  outbox: { key: number; value: SealedOutboxRow; indexes: { dueAt: number; key: string } };
  segments: { key: number; value: SegmentRow; indexes: { conversations: string } };
  message_state: { key: string; value: SealedRow };
  dedupe_high_water: { key: string; value: SealedRow };
  owed_receipts: { key: string; value: SealedRow };
  dedupe_hashes: { key: string; value: PlainRow };
  cursors: { key: string; value: PlainRow };
  drafts: { key: string; value: SealedRow };
  quarantine: { key: string; value: SealedRow };
  settings: { key: string; value: PlainRow };
  conversations: { key: string; value: SealedRow };
  waiting: { key: string; value: SealedRow };
  tombstones: { key: string; value: SealedRow };
  idempotency: { key: string; value: SealedRow };
  send_counters: { key: string; value: SealedRow };
  meta: { key: string; value: PlainRow };
  addresses: { key: string; value: SealedRow };
  escrows: { key: string; value: SealedRow };
  wallets: { key: string; value: SealedRow };
  held_sent: { key: string; value: SealedRow };
  held_received: { key: string; value: SealedRow };
  message_cids: { key: string; value: SealedRow };
  anchor_memory: { key: string; value: PlainRow };
}

/** Stores whose rows are sealed values under blinded keys. */
export type SealedStoreName =
  | 'contracts'
  | 'contract_keys'
  | 'contacts'
  | 'requests'
  | 'outbox'
  | 'message_state'
  | 'dedupe_high_water'
  | 'owed_receipts'
  | 'drafts'
  | 'quarantine'
  | 'conversations'
  | 'waiting'
  | 'tombstones'
  | 'idempotency'
  | 'send_counters'
  | 'addresses'
  | 'escrows'
  | 'wallets'
  | 'held_sent'
  | 'held_received'
  | 'message_cids';

/** Stores whose rows are plain values under text keys. */
export type PlainStoreName =
  | 'vault'
  | 'session_key'
  | 'rates'
  | 'dedupe_hashes'
  | 'cursors'
  | 'settings'
  | 'meta'
  | 'anchor_memory';

export type StoreName = SealedStoreName | PlainStoreName | 'grants' | 'segments';

/** A running transaction that may write; see `writeTransaction`. */
export type WriteTx = IDBPTransaction<DecentrlSchema, StoreName[], 'readwrite'>;

/** The stores in the order in which they were added, with the version that brought them. */
export const STORES: readonly {
  name: StoreName;
  since: number;
  keyPath: string;
  autoIncrement?: boolean;
  indexes?: { name: string; multiEntry: boolean }[];
}[] = [
  { name: 'vault', since: 1, keyPath: 'key' },
  { name: 'session_key', since: 1, keyPath: 'key' },
  { name: 'grants', since: 1, keyPath: 'origin' },
  { name: 'rates', since: 1, keyPath: 'key' },
  { name: 'contracts', since: 1, keyPath: 'key' },
  { name: 'contract_keys', since: 1, keyPath: 'key' },
  { name: 'contacts', since: 1, keyPath: 'key' },
  { name: 'requests', since: 1, keyPath: 'key' },
  {
    name: 'outbox',
    since: 1,
    keyPath: 'order',
    autoIncrement: true,
    indexes: [
      { name: 'dueAt', multiEntry: false },
      { name: 'key', multiEntry: false },
    ],
  },
  {
    name: 'segments',
    since: 1,
    keyPath: 'firstCursor',
    indexes: [{ name: 'conversations', multiEntry: true }],
  },
  { name: 'message_state', since: 1, keyPath: 'key' },
  { name: 'dedupe_high_water', since: 1, keyPath: 'key' },
  { name: 'owed_receipts', since: 1, keyPath: 'key' },
  { name: 'dedupe_hashes', since: 1, keyPath: 'key' },
  { name: 'cursors', since: 1, keyPath: 'key' },
  { name: 'drafts', since: 1, keyPath: 'key' },
  { name: 'quarantine', since: 1, keyPath: 'key' },
  { name: 'settings', since: 1, keyPath: 'key' },
  { name: 'conversations', since: 1, keyPath: 'key' },
  { name: 'waiting', since: 1, keyPath: 'key' },
  { name: 'tombstones', since: 1, keyPath: 'key' },
  { name: 'idempotency', since: 1, keyPath: 'key' },
  { name: 'send_counters', since: 1, keyPath: 'key' },
  { name: 'meta', since: 1, keyPath: 'key' },
  { name: 'addresses', since: 2, keyPath: 'key' },
  { name: 'escrows', since: 2, keyPath: 'key' },
  { name: 'wallets', since: 2, keyPath: 'key' },
  { name: 'held_sent', since: 2, keyPath: 'key' },
  { name: 'held_received', since: 2, keyPath: 'key' },
  { name: 'message_cids', since: 2, keyPath: 'key' },
  { name: 'anchor_memory', since: 2, keyPath: 'key' },
];
