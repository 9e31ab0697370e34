/**
 * How often an origin may ask (provider-api.md *Limits*). The counters live in `storage.session`, so letting the worker
 * sleep resets nothing (security.md T-12). One key an origin; questions and answers of a person are written before the call
 * goes on, plain requests in the same turn without waiting for the write.
 */

import { LimitError, UserRejectedError } from '../../errors/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SessionArea } from '../../platform/session-area.ts';

const KEY = 'rate-limit:';

/** Requests of an origin at once (security.md *Limits*). -32005 *Too many requests a second.*, with the time to wait. */
const REQUESTS_AT_ONCE = 40;
/** Requests of an origin a second, when those are used up (security.md *Limits*). The same. */
export const REQUESTS_PER_SECOND = 20;
/**
 * Requests of an origin a minute that may ask the person (security.md *Limits*). A person is not an interface to be polled:
 * -32005 *Too many questions a minute.*, with the time to wait.
 */
export const QUESTIONS_PER_MINUTE = 90;
/**
 * Noes, or closed windows, that silence an origin (security.md *Limits*). *Reject all* counts once an origin; silence until a
 * question ends does not count.
 */
const REJECTIONS = 3;
/** The time in which they fall (security.md *Limits*). */
const REJECTIONS_WITHIN_MS = 30_000;
/** How long the origin is silenced (security.md *Limits*). Methods that may ask give 4001 without a window; a yes ends it. */
const SILENCE_MS = 60_000;

const REQUESTS = { capacity: REQUESTS_AT_ONCE, perMs: REQUESTS_PER_SECOND / 1000 } as const;
const PROMPTS = { capacity: QUESTIONS_PER_MINUTE, perMs: QUESTIONS_PER_MINUTE / 60_000 } as const;

interface Bucket {
  tokens: number;
  at: number;
}

/** Requests under a `perMinute` caveat that are remembered, so that one which comes again is not counted again. */
const MOST_COUNTED = 64;

interface Rate {
  requests: Bucket;
  prompts: Bucket;
  rejectedAt: number[];
  silencedUntil: number;
  /** Of a permission: ids of the last requests that were counted. */
  counted?: string[];
}

export interface RateLimits {
  /** Counts one request of an origin; throws LimitError with the time to wait, or 4001 while it is silenced and this prompts. */
  take(origin: string, prompts: boolean): Promise<void>;
  /** Counts one request under a permission that has a `perMinute` caveat, the same request once; throws LimitError. */
  takeCaveat(permissionId: string, perMinute: number, requestId: string): Promise<void>;
  /** Counts a no of the person (or a closed window); "reject all" counts once an origin. */
  rejected(origin: string): Promise<void>;
  /** Forgets the silence of an origin the person has just said yes to. */
  approved(origin: string): Promise<void>;
}

function refill(bucket: Bucket, capacity: number, perMs: number, now: number): Bucket {
  const passed = Math.max(0, now - bucket.at);
  return { tokens: Math.min(capacity, bucket.tokens + passed * perMs), at: now };
}

function drain(bucket: Bucket, perMs: number, message: string): Bucket {
  if (bucket.tokens < 1) {
    throw new LimitError(message, perMs === 0 ? null : Math.ceil((1 - bucket.tokens) / perMs));
  }
  return { ...bucket, tokens: bucket.tokens - 1 };
}

/** A clock set back would freeze a bucket whose last use lies ahead; it counts on from now instead. */
function settleClock(bucket: Bucket, now: number): void {
  if (bucket.at > now) bucket.at = now;
}

/** Makes the limits over the session area. */
export function createRateLimits({ session, clock }: { session: SessionArea; clock: Clock }): RateLimits {
  const known = new Map<string, Promise<Rate>>();

  const fresh = (capacity: number): Rate => ({
    requests: { tokens: capacity, at: clock.now() },
    prompts: { tokens: PROMPTS.capacity, at: clock.now() },
    rejectedAt: [],
    silencedUntil: 0,
  });

  const read = (key: string, capacity: number = REQUESTS.capacity): Promise<Rate> => {
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const rate = session.get<Rate>(KEY + key).then((row) => row ?? fresh(capacity));
    known.set(key, rate);
    rate.catch(() => known.delete(key));
    return rate;
  };

  // In place, in one turn: two calls that read the same counters never both see the old ones.
  const write = async (key: string, rate: Rate, change: Partial<Rate>) => {
    Object.assign(rate, change);
    await session.set(KEY + key, rate);
  };

  return {
    async take(origin, prompts) {
      const rate = await read(origin);
      const now = clock.now();
      settleClock(rate.requests, now);
      settleClock(rate.prompts, now);
      const requests = drain(
        refill(rate.requests, REQUESTS.capacity, REQUESTS.perMs, now),
        REQUESTS.perMs,
        'Too many requests a second.',
      );
      if (!prompts) {
        write(origin, rate, { requests }).catch(() => undefined);
        return;
      }
      const silentFor = rate.silencedUntil - now;
      if (silentFor > 0 && silentFor <= SILENCE_MS) {
        await write(origin, rate, { requests });
        throw new UserRejectedError('rejected');
      }
      const asked = refill(rate.prompts, PROMPTS.capacity, PROMPTS.perMs, now);
      await write(origin, rate, {
        requests,
        prompts: drain(asked, PROMPTS.perMs, 'Too many questions a minute.'),
      });
    },

    async takeCaveat(permissionId, perMinute, requestId) {
      const key = `permission:${permissionId}`;
      const rate = await read(key, perMinute);
      const { counted = [] } = rate;
      if (counted.includes(requestId)) return;
      const perMs = perMinute / 60_000;
      settleClock(rate.requests, clock.now());
      const requests = refill(rate.requests, perMinute, perMs, clock.now());
      await write(key, rate, {
        requests: drain(requests, perMs, 'This site sends too much a minute.'),
        counted: [...counted, requestId].slice(-MOST_COUNTED),
      });
    },

    async rejected(origin) {
      const rate = await read(origin);
      const now = clock.now();
      const recent = [...rate.rejectedAt.filter((at) => at <= now && now - at < REJECTIONS_WITHIN_MS), now];
      const silenced = recent.length >= REJECTIONS;
      await write(origin, rate, {
        rejectedAt: silenced ? [] : recent,
        silencedUntil: silenced ? now + SILENCE_MS : rate.silencedUntil,
      });
    },

    async approved(origin) {
      await write(origin, await read(origin), { rejectedAt: [], silencedUntil: 0 });
    },
  };
}
