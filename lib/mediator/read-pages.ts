/** A page of anything a mediator lists. */
export interface Page<T> {
  rows: T[];
  next: string | null;
}

/** More pages than a mediator may hold for one person (10,000 rows) are a lie. */
const MOST_PAGES = 250;

/**
 * Reads pages to the end while `work` is busy with those before: the next is asked for first, then the last is worked on
 * (`performance.md` P1). `work` is called for one share after the other, in order; a share is every page that has come
 * meanwhile, `together` at most. Resolves with false when there were so many that it stopped before the end. Rejects with
 * what `fetchPage` or `work` throws, after the running one of the two has ended and what had come was worked on.
 */
export async function readPages<T>(
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
  work: (rows: T[]) => Promise<void>,
  together = 1,
): Promise<boolean> {
  const ready: T[][] = [];
  const change = createSignal();
  let isEnded = false;
  let isStopped = false;

  async function fetchAll(): Promise<boolean> {
    let cursor: string | null = null;
    for (let count = 1; ; count++) {
      const page: Page<T> = await fetchPage(cursor);
      if (page.rows.length > 0) ready.push(page.rows);
      change.give();
      if (isStopped || page.next === null || count === MOST_PAGES) return page.next === null;
      cursor = page.next;
      while (ready.length >= together && !isStopped) await change.next();
      if (isStopped) return false;
    }
  }

  async function workAll(): Promise<void> {
    for (;;) {
      while (ready.length === 0 && !isEnded) await change.next();
      if (ready.length === 0) return;
      const share = ready.splice(0).flat();
      change.give();
      // The one that fetches goes first.
      await Promise.resolve();
      await work(share);
    }
  }

  const fetching = fetchAll().finally(() => {
    isEnded = true;
    change.give();
  });
  const [fetched, worked] = await Promise.allSettled([
    fetching,
    workAll().finally(() => {
      isStopped = true;
      change.give();
    }),
  ]);
  if (worked.status === 'rejected') throw worked.reason;
  if (fetched.status === 'rejected') throw fetched.reason;
  return fetched.value;
}

/** Wakes whoever waits for a change; what nobody waits for is forgotten. */
function createSignal(): { next(): Promise<void>; give(): void } {
  let waiting: (() => void)[] = [];
  return {
    next: () => new Promise((resolve) => void waiting.push(resolve)),
    give() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}
