import type { FinalResult, OutboxSink } from '../../../../lib/mediator-client/outbox/outbox-sink.ts';
import type { StoredOutboxRow } from '../../../../lib/mediator-client/outbox/outbox-table.ts';
import type { Database } from '../../../../lib/store/database.ts';
import type { WriteTx } from '../../../../lib/store/schema.ts';
import { writeTransaction } from '../../../../lib/store/write-transaction.ts';

export interface RecordingOptions {
  db: Database;
  /** Filled with every ending once it is on the disk, in order, as `accepted:id` or `refused:id:CODE`. */
  endings: string[];
  /** Asked for each row before the transaction. Throws to fail its end; gives what writes a successor under its id. */
  endOf?: (result: FinalResult) => Promise<((tx: WriteTx) => Promise<void>) | undefined>;
  /** Called in the transaction, before and after each row's part of it. */
  step?: () => void;
}

interface Ending {
  stored: StoredOutboxRow;
  name: string;
  isRefused: boolean;
  replace: ((tx: WriteTx) => Promise<void>) | undefined;
}

/** A sink that keeps the promises of `OutboxSink.settle` over a database alone, and writes endings in place of a domain. */
export function recordingSink({ db, endings, endOf, step = () => undefined }: RecordingOptions): OutboxSink {
  async function ask(results: readonly FinalResult[], failures: unknown[]): Promise<Ending[]> {
    const answers = await Promise.allSettled(results.map((result) => endOf?.(result)));
    return results.flatMap((result, at): Ending[] => {
      const answer = answers[at];
      if (answer?.status !== 'fulfilled') {
        failures.push(answer?.reason);
        return [];
      }
      const isRefused = result.state === 'refused';
      const name = `${result.state}:${result.stored.row.id}${isRefused ? `:${result.code}` : ''}`;
      return [{ stored: result.stored, name, isRefused, replace: answer.value }];
    });
  }

  return {
    async settle(results, dependentsOf) {
      const failures: unknown[] = [];
      const waits = new Set(await db.getAllKeys('outbox'));
      const takenBack = results.filter(({ stored }) => !waits.has(stored.order));
      const first = await ask(
        results.filter((result) => !takenBack.includes(result)),
        failures,
      );
      const refused = first.filter(({ isRefused, replace }) => isRefused && replace === undefined);
      const known = new Set(results.map(({ stored }) => stored.order));
      const waiting =
        refused.length === 0 ? [] : await dependentsOf(refused.map(({ stored }) => stored.row.id));
      const dependents = waiting
        .filter(({ order }) => !known.has(order))
        .map((stored): FinalResult => ({ stored, state: 'refused', code: 'DEPENDENCY_REFUSED' }));
      const all = [...first, ...(await ask(dependents, failures))];
      const told: string[] = [];
      await writeTransaction(db, ['outbox', 'meta'], async (tx) => {
        for (const { stored, name, replace } of all) {
          step();
          if ((await tx.objectStore('outbox').getKey(stored.order)) === undefined) continue;
          await tx.objectStore('outbox').delete(stored.order);
          await replace?.(tx);
          if (replace === undefined) {
            // The proof of "in the same transaction": a row of the domain written with the delete.
            await tx.objectStore('meta').put({ key: `${name}:${Math.random()}`, value: 1 });
            told.push(name);
          }
          step();
        }
      });
      endings.push(...told);
      return { gone: [...takenBack, ...all].map(({ stored }) => stored.order), failures };
    },
  };
}
