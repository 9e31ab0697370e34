import type { Database } from './database.ts';
import { ROW_CHARACTERS, type SealedSegment, type SegmentRow } from './schema.ts';
import { writeTransaction } from './write-transaction.ts';

/** A merged row holds at most this many entries (and `ROW_CHARACTERS`): small enough to open for one message, large enough to scan quickly. */
const MERGED = 128;
/** Fewer rows than this are not worth a write. */
const WORTH = 8;

const count = (row: SegmentRow) => row.lastCursor - row.firstCursor + 1;

/** The first run of neighbouring small rows that are worth merging, by the numbers in their keys. */
function findRun(rows: readonly SegmentRow[]): SegmentRow[] {
  let run: SegmentRow[] = [];
  let entries = 0;
  let bytes = 0;
  for (const row of rows) {
    const last = run.at(-1);
    const joins = last === undefined || last.lastCursor + 1 === row.firstCursor;
    const fits = entries + count(row) <= MERGED && bytes + row.ciphertext.length <= ROW_CHARACTERS;
    if (!joins || !fits) {
      if (run.length >= WORTH) return run;
      run = [];
      entries = 0;
      bytes = 0;
    }
    if (count(row) > MERGED / 2 || row.ciphertext.length > ROW_CHARACTERS / 2) continue;
    run.push(row);
    entries += count(row);
    bytes += row.ciphertext.length;
  }
  return run.length >= WORTH ? run : [];
}

/**
 * Merges neighbouring small rows into larger ones, a bounded amount a call, and tells whether more is left. Messages come
 * one by one; without this a search of 100,000 would read 100,000 rows. Cursors stay what they are. Each merge is one
 * transaction that replaces exactly the rows it has read, so it may be killed or run twice at any point.
 */
export async function compactSegments(
  db: Database,
  reseal: (rows: readonly SegmentRow[]) => Promise<SealedSegment | null>,
  start: number,
): Promise<number | null> {
  const rows = await db.getAll('segments', IDBKeyRange.lowerBound(start), MERGED * 2);
  const run = findRun(rows);
  const first = run[0];
  if (first === undefined) {
    const last = rows.at(-1);
    // The tail is looked at again next time: it may have become long enough by then.
    return last === undefined || rows.length < MERGED * 2 ? null : last.lastCursor + 1;
  }
  const end = (run.at(-1) ?? first).lastCursor;
  const merged = await reseal(run);
  if (merged === null) return end + 1;
  const { conversations, ciphertext } = merged;
  await writeTransaction(db, ['segments'], async (tx) => {
    const store = tx.objectStore('segments');
    const range = IDBKeyRange.bound(first.firstCursor, end);
    const present = await store.getAll(range);
    const same =
      present.length === run.length && present.every((row, at) => row.lastCursor === run[at]?.lastCursor);
    if (!same) return;
    await store.delete(range);
    await store.put({ firstCursor: first.firstCursor, lastCursor: end, conversations, ciphertext });
  });
  return end + 1;
}
