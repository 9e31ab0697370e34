import { performance } from 'node:perf_hooks';

/** How fast a bucket fills, and how much it holds. */
export interface Rate {
  perSecond: number;
  burst: number;
}

export interface TokenBuckets {
  /** Takes tokens of a key: 0, or the milliseconds until there would be enough; then nothing was taken. */
  take(key: string, tokens: number): number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Token buckets by key, over a clock that cannot be set. Full buckets are the same as unknown ones, so that forgetting the
 * longest untouched when there are more than `capacity` only matters to a key that emptied its own just before.
 */
export function createTokenBuckets(
  { perSecond, burst }: Rate,
  capacity = 50_000,
  now: () => number = () => performance.now(),
): TokenBuckets {
  const buckets = new Map<string, Bucket>();

  function levelOf(key: string): Bucket {
    const time = now();
    const bucket = buckets.get(key);
    if (!bucket) return { tokens: burst, at: time };
    return { tokens: Math.min(burst, bucket.tokens + ((time - bucket.at) / 1000) * perSecond), at: time };
  }

  const waitFor = (missing: number) => Math.max(1, Math.ceil((missing / perSecond) * 1000));

  return {
    take(key, tokens) {
      const bucket = levelOf(key);
      if (bucket.tokens < tokens) return waitFor(tokens - bucket.tokens);
      bucket.tokens -= tokens;
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > capacity) {
        const oldest = buckets.keys().next();
        if (!oldest.done) buckets.delete(oldest.value);
      }
      return 0;
    },
  };
}
