/**
 * What waits in the outbox.
 *
 * Invariant: a row is written in the transaction of the fact it carries, before any network call, with its ids and
 * bytes fixed. Every try sends the same bytes under a fresh header nonce, so that a worker that died between the
 * mediator's commit and our delete repeats itself harmlessly (`protocol.md` §6.3, `security.md` L-02 to L-05).
 */

import type { JsonValue } from '../../crypto/json-value.ts';
import type { CommandPayload } from '../../protocol/commands.ts';
import type { OutboxGroup } from '../outbox-group.ts';

export interface OutboxRow {
  /** Blinded on this disk. A second row with the id of one that still waits is dropped. */
  id: string;
  identityIndex: number;
  /** The mediator that gets the command: the recipient's for `send`, the own one for `save`. */
  mediatorDid: string;
  /** Header recipient: the target identity, or the mediator itself. */
  recipientDid: string;
  channel: 'DIRECT_AUTHENTICATED' | 'TWO_WAY_PRIVATE' | 'ONE_WAY_PUBLIC';
  /**
   * `send`: a `SEND_EVENT` payload, one event. `save`: a `SAVE_EVENTS` payload with one to any number of events (they
   * are sent in pieces that fit, and the row is accepted with the last). `other`: any command, sent alone.
   */
  payload: CommandPayload;
  /**
   * `save` only: events that the sink seals on their way out (`OutboxSink.seal`), in place of those of `payload`. Their
   * bytes are new in every try; their ids are not, and the mediator keeps the first under an id.
   */
  unsealed?: JsonValue[];
  group: OutboxGroup;
  /** Rows of one conversation leave in the order they were written. */
  conversationId?: string;
  /** The contract an event of `send` was enveloped under. */
  contractId?: string;
  /** The domain's own event id, carried through to `OutboxSink.settle`. */
  eventId?: string;
  /** Milliseconds. After 30 days the row is refused with `EXPIRED`. */
  createdAt: number;
  /** Milliseconds. Not tried earlier; the flush moves it when it backs off. */
  notBefore: number;
  attempts: number;
  /** Row that must have been accepted first. Is it refused for good, this row is refused with `DEPENDENCY_REFUSED`. */
  after?: string;
  /** Milliseconds. From then on `after` is waited for no longer, and its refusal does not reach this row. */
  afterUntil?: number;
  /** Code of the last failed try, for diagnostics. */
  lastCode?: string;
}

/** A row as it is given to the outbox: when it was made follows, unless it is said, and it was never tried. */
export type NewOutboxRow = Omit<OutboxRow, 'createdAt' | 'notBefore' | 'attempts' | 'lastCode'> &
  Partial<Pick<OutboxRow, 'createdAt'>>;
