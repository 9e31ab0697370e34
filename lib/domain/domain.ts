import type { Settings } from '../api/popup/popup-rpc.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { OutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { CommandClient } from '../mediator-client/send-command.ts';
import type { Clock } from '../platform/clock.ts';
import type { Locks } from '../platform/locks.ts';
import type { Log } from '../platform/log.ts';
import type { Database } from '../store/database.ts';
import type { SealedOutboxRow, WriteTx } from '../store/schema.ts';
import type { Segments } from '../store/segments.ts';
import type { Changes } from './changes.ts';
import type { Device } from './device-id.ts';
import type { MessageRecord } from './records/message-record.ts';
import type { RootKeys } from './root-keys.ts';
import type { Tables } from './tables.ts';

/** The part of the outbox that those who write rows need. */
export interface OutboxWriter {
  sealRow(row: OutboxRow): Promise<SealedOutboxRow>;
  putRows(tx: WriteTx, sealed: readonly SealedOutboxRow[]): Promise<void>;
  kick(): void;
}

/** What every state machine of the domain works on. Made once per wake by `createApp`. */
export interface Domain {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly log: Log;
  readonly tables: Tables;
  readonly history: Segments<MessageRecord>;
  readonly outbox: OutboxWriter;
  readonly commands: CommandClient;
  readonly changes: Changes;
  readonly rootKeys: RootKeys;
  readonly settings: { get(): Promise<Settings> };
  /** Inbox records that owe receipts, as far as this worker knows. */
  readonly owing: Set<string>;
  /** This device; made once per database. */
  device(): Promise<Device>;
  /** Told how a write ended: null, or what the disk refused. */
  wrote(failure: unknown): void;
}

/**
 * Runs `work` alone: every read-then-write of the domain happens in here, so that no two of them build on the same
 * state (`security.md` L-13, L-14). No network inside. Not reentrant: functions that need it say so and do not take it.
 */
export function exclusively<T>(domain: Pick<Domain, 'locks'>, work: () => Promise<T>): Promise<T> {
  return domain.locks.run('decentrl-domain', work);
}

/** Whole seconds of the domain's clock. */
export function nowSeconds(domain: Pick<Domain, 'clock'>): number {
  return Math.floor(domain.clock.now() / 1000);
}
