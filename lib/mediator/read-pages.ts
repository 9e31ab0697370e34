/** A page of anything a mediator lists. */
export interface Page<T> {
  rows: T[];
  next: string | null;
}

/** More pages than a mediator may hold for one person (10,000 rows) are a lie. */
const MOST_PAGES = 250;

/**
 * Reads pages to the end while `work` is busy with the one before: the next is asked for first, then the last is worked
 * on (`performance.md` P1). Pages are worked on in order, one at a time. Resolves with false when there were so many that
 * it stopped before the end. Rejects with what `fetchPage` or `work` throws, after the running one of the two has ended.
 */
export async function readPages<T>(
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
  work: (rows: T[]) => Promise<void>,
): Promise<boolean> {
  let page = await fetchPage(null);
  for (let count = 1; ; count++) {
    const isLast = page.next === null || count === MOST_PAGES;
    const next = isLast ? null : fetchPage(page.next);
    const [done, fetched] = await Promise.allSettled([
      page.rows.length > 0 ? work(page.rows) : undefined,
      next,
    ]);
    if (done.status === 'rejected') throw done.reason;
    if (fetched.status === 'rejected') throw fetched.reason;
    if (fetched.value === null) return page.next === null;
    page = fetched.value;
  }
}
