import { type Page, readPages } from './read-pages.ts';

/** Reads pages to the end and works on one after the other as it came; the next is asked for meanwhile. See `readPages`. */
export function readEachPage<T>(
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
  work: (rows: T[]) => Promise<void>,
): Promise<boolean> {
  return readPages<T, T[]>(
    (cursor, sent) => {
      sent();
      return fetchPage(cursor);
    },
    { prepare: async (rows) => rows, work: ([rows = []]) => work(rows), together: 1, waiting: 1 },
  );
}
