import type { NewOutboxRow } from '../mediator-client/outbox/outbox-row.ts';
import type { SegmentEntry } from '../store/segments.ts';
import type { DomainReads } from './domain-reads.ts';
import type { MessageRecord } from './records/message-record.ts';
import type { TableName, TableValues } from './tables.ts';

/**
 * What a change works on while it holds the domain's lock. `tables` are read as they are on the disk, overlaid with what
 * this change has put and removed; `history` is read as it is on the disk. There is no network in here, no lock, and no
 * way to write but these.
 *
 * Values stay plain until the work is done; then all of them are sealed, and written in one transaction. A change that
 * throws has written nothing. What can throw for one part alone, and is caught there, must stand before what that part
 * puts: there is no way back to the middle.
 */
export interface Tx extends DomainReads {
  put<N extends TableName>(table: N, value: TableValues[N]): void;
  remove(table: TableName, key: string): void;
  /** Tells whether the signature of an event without numbers was seen, on this disk or in this change; `hash` is hex. */
  seen(hash: string): Promise<boolean>;
  /** Remembers that it was. */
  see(hash: string): void;
  /** Adds a command to the outbox; one whose id still waits there is left as it is. */
  send(row: NewOutboxRow): void;
  /** Takes the row `id` out of the outbox; tells whether it waited there. One under way may still be accepted. */
  takeBack(id: string): Promise<boolean>;
  /** Ends the row at the place `order` of the outbox, whose final answer is being written down; false when it was taken back meanwhile. */
  settled(order: number): Promise<boolean>;
  /** Adds events to the history. Their cursors exist only in `after`. */
  append(entries: readonly SegmentEntry<MessageRecord>[]): { cursorOf(at: number): number };
  /**
   * Runs `effect` once everything is durable, in the order given, before the lock is free. It may start another change and
   * must not wait for one. What it throws is logged.
   */
  after(effect: () => void): void;
}
