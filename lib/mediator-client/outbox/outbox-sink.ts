/** What the domain does when an outbox row reached its end. */

import type { IdentityKeys } from '../../keys/identity-keys.ts';
import type { CommandPayload } from '../../protocol/commands.ts';
import type { OutboxRow } from './outbox-row.ts';
import type { StoredOutboxRow } from './outbox-table.ts';

/** Codes the outbox itself adds to those of `protocol.md` §5.5. */
export type OwnRefusalCode = 'EXPIRED' | 'DEPENDENCY_REFUSED';

/**
 * A row with its final answer. `reply` is the SUCCESS payload; for rows sent in a batch only what concerns the row. `code`
 * is of `protocol.md` §5.5 or an `OwnRefusalCode`: the row will never be accepted as it is.
 */
export type FinalResult =
  | { stored: StoredOutboxRow; state: 'accepted'; reply: unknown }
  | { stored: StoredOutboxRow; state: 'refused'; code: string };

/** The domain, as the outbox knows it. */
export interface OutboxSink {
  /** The payload of a row with `unsealed` events. Called in every try; what cannot be sealed is left out. */
  seal?(row: OutboxRow, keys: IdentityKeys): Promise<CommandPayload>;
  /**
   * Deletes the rows and writes what their ends mean, in one transaction; called for all rows of a batch at once, and again
   * after a death. With a row that was refused for good, and not replaced by a successor under its id, go those that wait
   * for it (`dependentsOf` its id, also through others), refused with DEPENDENCY_REFUSED in the same transaction. A row
   * that was taken back meanwhile has no end: somebody else has already said what becomes of it.
   *
   * `gone`: places in the order of sending of all rows that are settled or were taken back. A row whose end could not be
   * told stays, with its error in `failures`, and holds up no other: it is sent and settled again later. Rejects only
   * where nothing was written.
   */
  settle(
    results: readonly FinalResult[],
    dependentsOf: (ids: readonly string[]) => Promise<StoredOutboxRow[]>,
  ): Promise<{ gone: number[]; failures: unknown[] }>;
}
