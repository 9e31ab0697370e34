/** What the domain does with what a mediator holds for us. The driver acknowledges exactly the ids a call returns. */

import type { IdentityKeys } from '../../keys/identity-keys.ts';
import type { CommandReply, PendingEvent } from '../../protocol/commands.ts';

type RowOf<Rows> = Rows extends (infer Row)[] ? Row : never;

export type { PendingEvent };
export type PendingRequest = RowOf<CommandReply<'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS'>['requests']>;
export type ListedContract = RowOf<CommandReply<'QUERY_COMMUNICATION_CONTRACTS'>['contracts']>;
/** `created_at`: whole seconds, by the mediator. */
export type OwnStoredEvent = RowOf<CommandReply<'QUERY_EVENTS'>['events']>;

/** A page of pending events that was opened; what is known of each is the domain's own. */
export interface OpenedPending {
  readonly pending: readonly PendingEvent[];
}

/**
 * Implemented by the domain. Everything handed over is checked for shape and size only: who wrote it and whether it is
 * new is the domain's to find out, and every call must stand being repeated with the same rows (`protocol.md` §6.4).
 */
export interface SyncSink<Page extends OpenedPending = OpenedPending> {
  /** Returns the ids whose fate is durable and may be acknowledged. */
  receiveRequests(keys: IdentityKeys, requests: PendingRequest[]): Promise<string[]>;
  /**
   * For one pass: what decrypts and verifies a page, at most 100; it changes nothing, and may run while an earlier page is
   * received.
   */
  beginOpening(keys: IdentityKeys): (pending: PendingEvent[]) => Promise<Page>;
  /** A few pages as `beginOpening` gave them, in order. Returns the ids whose events are durable (or quarantined) and may be acknowledged. */
  receiveEvents(keys: IdentityKeys, pages: Page[]): Promise<string[]>;
  /** One page of the contracts stored at the own mediator, ended and replaced ones too. */
  receiveContracts(keys: IdentityKeys, contracts: ListedContract[]): Promise<void>;
  /** One page of the own stored events, oldest first; the last seconds are handed over again. */
  receiveStored(keys: IdentityKeys, events: OwnStoredEvent[]): Promise<void>;
  /** The pending queue was read to its end (an old secret may be destroyed only after that, `protocol.md` §7.4). */
  queueDrained?(keys: IdentityKeys): Promise<void>;
}
