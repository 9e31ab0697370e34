/** A page of anything a mediator lists. */
export interface Page<T> {
  rows: T[];
  next: string | null;
}

/** Asks for a page; calls `sent` once the request has left. */
export type FetchPage<T> = (cursor: string | null, sent: () => void) => Promise<Page<T>>;

/** What becomes of the pages. */
export interface PageWork<T, P> {
  /** Begun for each page as it comes, while earlier ones are worked on. */
  prepare(rows: T[]): Promise<P>;
  /** Called with one share after the other, in order. A share is what has come meanwhile, one page at least. */
  work(pages: P[]): Promise<void>;
  /** Rows a share holds, but for a larger page. */
  together: number;
  /** Pages that wait at most; then nothing more is asked for. One may be 2 MiB. */
  waiting: number;
}

/**
 * Pages of one reading (security.md *Limits*). More than a mediator may hold for one person (10,000 rows) are a lie.
 */
const MOST_PAGES = 250;

/**
 * Reads pages to the end in three steps at once: while one share is worked on, the next pages are prepared and the one
 * after them is asked for (`performance.md` P1). Resolves with false when there were so many that it stopped before the
 * end. Rejects with what any step throws, after the running ones have ended and what had come was worked on.
 */
export async function readPages<T, P>(
  fetchPage: FetchPage<T>,
  { prepare, work, together, waiting }: PageWork<T, P>,
): Promise<boolean> {
  const ready: { size: number; prepared: Promise<P> }[] = [];
  const change = createSignal();
  let isEnded = false;
  let isStopped = false;

  async function fetchAll(): Promise<boolean> {
    let cursor: string | null = null;
    let sent: () => void = () => undefined;
    try {
      for (let count = 1; ; count++) {
        const page: Page<T> = await fetchPage(cursor, sent);
        sent();
        const isLast = page.next === null || count === MOST_PAGES;
        const next = Promise.withResolvers<void>();
        sent = next.resolve;
        if (page.rows.length > 0)
          ready.push({ size: page.rows.length, prepared: prepareAfter(next.promise, page.rows) });
        change.give();
        if (isLast) return page.next === null;
        cursor = page.next;
        if (ready.length >= waiting) sent();
        while (ready.length >= waiting && !isStopped) await change.next();
        if (isStopped) return false;
      }
    } finally {
      sent();
    }
  }

  /** Preparing keeps the processor busy: the request for the page after this one leaves first. */
  function prepareAfter(next: Promise<void>, rows: T[]): Promise<P> {
    const prepared = next.then(() => prepare(rows));
    // Seen when its share is worked on.
    prepared.catch(() => undefined);
    return prepared;
  }

  function takeShare(): Promise<P>[] {
    let rows = 0;
    const next = ready.findIndex(({ size }, at) => {
      rows += size;
      return at > 0 && rows > together;
    });
    return ready.splice(0, next === -1 ? ready.length : next).map(({ prepared }) => prepared);
  }

  async function workAll(): Promise<void> {
    for (;;) {
      while (ready.length === 0 && !isEnded) await change.next();
      if (ready.length === 0) return;
      const share = takeShare();
      change.give();
      await work(await Promise.all(share));
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
