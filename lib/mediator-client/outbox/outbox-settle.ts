import type { Database } from '../../store/database.ts';
import { writeTransaction } from '../../store/write-transaction.ts';
import type { RowResult } from './outbox-delivery.ts';
import type { OutboxSettlement, OutboxSink } from './outbox-sink.ts';
import type { StoredOutboxRow } from './outbox-table.ts';

interface Ending {
  stored: StoredOutboxRow;
  settlement: OutboxSettlement | undefined;
  isRefused: boolean;
}

type FinalResult = Exclude<RowResult, { state: 'later' }>;

/**
 * Ends rows that were accepted or refused for good, and those that waited for a refused one: asks the sink what each
 * end means, then deletes all of them and writes all of that in one transaction. `gone` are the orders of those; a row
 * whose end the sink could not tell stays, with its error in `failures`, and holds up no other.
 */
export async function settleRows(
  { db, sink }: { db: Database; sink: OutboxSink },
  results: readonly FinalResult[],
  dependentsOf: (ids: readonly string[]) => Promise<StoredOutboxRow[]>,
): Promise<{ gone: number[]; failures: unknown[] }> {
  const failures: unknown[] = [];
  const first = await askSink(sink, results, failures);
  const refusedIds = first.flatMap(({ stored, settlement, isRefused }) =>
    isRefused && settlement?.replaced !== true ? [stored.row.id] : [],
  );
  const known = new Set(results.map(({ stored }) => stored.order));
  const waiting = refusedIds.length === 0 ? [] : await dependentsOf(refusedIds);
  const dependents = waiting
    .filter(({ order }) => !known.has(order))
    .map((stored): FinalResult => ({ stored, state: 'refused', code: 'DEPENDENCY_REFUSED' }));
  const endings = [...first, ...(await askSink(sink, dependents, failures))];

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
  return { gone: endings.map(({ stored }) => stored.order), failures };
}

async function askSink(
  sink: OutboxSink,
  results: readonly FinalResult[],
  failures: unknown[],
): Promise<Ending[]> {
  const answers = await Promise.allSettled(
    results.map((result) =>
      result.state === 'accepted'
        ? sink.onAccepted(result.stored.row, result.reply)
        : sink.onRefused(result.stored.row, result.code),
    ),
  );
  return answers.flatMap((answer, at): Ending[] => {
    const result = results[at];
    if (answer.status === 'rejected') failures.push(answer.reason);
    if (answer.status === 'rejected' || result === undefined) return [];
    return [{ stored: result.stored, settlement: answer.value, isRefused: result.state === 'refused' }];
  });
}
