import type { Settings } from '../api/popup/popup-rpc.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Segments } from '../store/segments.ts';
import type { Changes } from './changes.ts';
import type { Device } from './device-id.ts';
import type { ReadTables } from './read-tables.ts';
import type { MessageRecord } from './records/message-record.ts';

/** The history of all conversations, to be read; only a change adds to it. */
export type ReadHistory = Omit<Segments<MessageRecord>, 'seal' | 'append' | 'compact'>;

/** What of the domain is at hand inside a change as well as outside: everything but the network and the way to change it. */
export interface DomainReads {
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly log: Log;
  readonly tables: ReadTables;
  readonly history: ReadHistory;
  readonly changes: Changes;
  readonly settings: { get(): Promise<Settings> };
  /** Contacts (`contactKey`) that receipts are owed to, as far as this worker knows. */
  readonly owedReceipts: Set<string>;
  /** This device; made once per database. */
  device(): Promise<Device>;
}
