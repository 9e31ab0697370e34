/** Calls of WebCrypto made at once: in Chromium they run one after the other on the worker's own thread. */
const SLICE = 50;

/**
 * Like `Promise.all` over `work` of each, fifty at a time, for much cryptography: between two slices the answers of disk
 * and network have their turn.
 */
export async function mapInSlices<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += SLICE)
    results.push(...(await Promise.all(items.slice(at, at + SLICE).map((item) => work(item)))));
  return results;
}
