/** What the domain does when an outbox row reached its end. */

import type { IdentityKeys } from '../../keys/identity-keys.ts';
import type { CommandPayload } from '../../protocol/commands.ts';
import type { StoreName, WriteTx } from '../../store/schema.ts';
import type { OutboxRow } from './outbox-row.ts';

/** Codes the outbox itself adds to those of `protocol.md` §5.5. */
export type OwnRefusalCode = 'EXPIRED' | 'DEPENDENCY_REFUSED';

/**
 * Runs in the transaction that deletes the row: either both happened or neither. Only requests on `tx` may be awaited
 * in `write` (anything else lets the browser commit early): seal before, in `onAccepted` or `onRefused`.
 */
export interface OutboxSettlement {
  write?: (tx: WriteTx) => void | Promise<void>;
  /** After the commit, for caches and notifications. Lost when the worker dies in between. */
  committed?: () => void;
  /** Set when `write` put a successor under the same id: rows waiting for it go on waiting instead of being refused. */
  replaced?: boolean;
}

/**
 * Asked for all rows of a batch at once, and again after a death. A call that rejects leaves its row in the outbox: it is
 * sent and asked for again later.
 */
export interface OutboxSink {
  /** Object stores that settlements write to, beside the outbox. */
  stores: readonly StoreName[];
  /** The payload of a row with `unsealed` events. Called in every try; what cannot be sealed is left out. */
  seal?(row: OutboxRow, keys: IdentityKeys): Promise<CommandPayload>;
  /** `reply` is the SUCCESS payload; for rows sent in a batch only what concerns the row. */
  onAccepted(row: OutboxRow, reply: unknown): Promise<OutboxSettlement | undefined>;
  /** The row will never be accepted as it is. `code`: `protocol.md` §5.5 or `OwnRefusalCode`. */
  onRefused(row: OutboxRow, code: string): Promise<OutboxSettlement | undefined>;
}
