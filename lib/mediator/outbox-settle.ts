import type { Database } from '../store/database.ts';
import { writeTransaction } from '../store/write-transaction.ts';
import type { RowResult } from './outbox-delivery.ts';
import type { OutboxSettlement, OutboxSink } from './outbox-sink.ts';
import type { StoredOutboxRow } from './outbox-table.ts';

interface Ending {
  stored: StoredOutboxRow;
  settlement: OutboxSettlement | undefined;
}

/**
 * Ends rows that were accepted or refused for good, and those that waited for a refused one: asks the sink what each
 * end means, then deletes all of them and writes all of that in one transaction. Returns the orders that are gone.
 */
export async function settleRows(
  { db, sink }: { db: Database; sink: OutboxSink },
  results: readonly Exclude<RowResult, { state: 'later' }>[],
  dependentsOf: (ids: readonly string[]) => Promise<StoredOutboxRow[]>,
): Promise<number[]> {
  const endings: Ending[] = [];
  const refusedIds: string[] = [];
  for (const result of results) {
    const { stored } = result;
    const isAccepted = result.state === 'accepted';
    const settlement = isAccepted
      ? await sink.onAccepted(stored.row, result.reply)
      : await sink.onRefused(stored.row, result.code);
    endings.push({ stored, settlement });
    if (!isAccepted && settlement?.replaced !== true) refusedIds.push(stored.row.id);
  }
  const known = new Set(results.map(({ stored }) => stored.order));
  for (const stored of refusedIds.length === 0 ? [] : await dependentsOf(refusedIds)) {
    if (known.has(stored.order)) continue;
    endings.push({ stored, settlement: await sink.onRefused(stored.row, 'DEPENDENCY_REFUSED') });
  }

  await writeTransaction(db, [...new Set(['outbox' as const, ...sink.stores])], async (tx) => {
    const outbox = tx.objectStore('outbox');
    for (const { stored, settlement } of endings) {
      // Taken back meanwhile: then somebody else has already said what becomes of it.
      if ((await outbox.getKey(stored.order)) === undefined) continue;
      await outbox.delete(stored.order);
      await settlement?.write?.(tx);
    }
  });
  for (const { settlement } of endings) settlement?.committed?.();
  return endings.map(({ stored }) => stored.order);
}
