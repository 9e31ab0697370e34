/**
 * How often an origin may ask (provider-api.md *Grants*). The counters live in `storage.session`, so letting the worker
 * sleep resets nothing (threats.md T-12); each change is written before the call it counts goes on.
 */
import type { Clock } from '../platform/clock.ts';
import type { SessionArea } from '../platform/session-area.ts';
import { LimitError, UserRejectedError } from '../rpc/errors.ts';

const KEY = 'rate-limits';
const MAX_ORIGINS = 500;

/** Requests: 20 a second, 40 at once. Prompting ones: 90 a minute. */
const REQUESTS = { capacity: 40, perMs: 20 / 1000 } as const;
const PROMPTS = { capacity: 90, perMs: 90 / 60_000 } as const;
/** Three rejections within 30 s silence an origin for 60 s. */
const REJECTIONS = { count: 3, withinMs: 30_000, silenceMs: 60_000 } as const;

interface Bucket {
  tokens: number;
  at: number;
}

interface Rate {
  key: string;
  requests: Bucket;
  prompts: Bucket;
  rejectedAt: number[];
  silencedUntil: number;
}

export interface RateLimits {
  /** Counts one request of an origin; throws LimitError with the time to wait, or 4001 while it is silenced and this prompts. */
  take(origin: string, prompts: boolean): Promise<void>;
  /** Counts one use of a permission that has a `perMinute` caveat; throws LimitError. */
  takeCaveat(permissionId: string, perMinute: number): Promise<void>;
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
  if (bucket.tokens < 1) throw new LimitError(message, Math.ceil((1 - bucket.tokens) / perMs));
  return { ...bucket, tokens: bucket.tokens - 1 };
}

/** Makes the limits over the session area. */
export function createRateLimits({ session, clock }: { session: SessionArea; clock: Clock }): RateLimits {
  let loaded: Promise<Map<string, Rate>> | null = null;

  const load = () => {
    loaded ??= session.get<Rate[]>(KEY).then((rows) => new Map((rows ?? []).map((row) => [row.key, row])));
    loaded.catch(() => {
      loaded = null;
    });
    return loaded;
  };

  const read = (rates: Map<string, Rate>, key: string): Rate =>
    rates.get(key) ?? {
      key,
      requests: { tokens: REQUESTS.capacity, at: clock.now() },
      prompts: { tokens: PROMPTS.capacity, at: clock.now() },
      rejectedAt: [],
      silencedUntil: 0,
    };

  const write = async (rates: Map<string, Rate>, rate: Rate) => {
    rates.delete(rate.key);
    rates.set(rate.key, rate);
    for (const key of rates.keys()) {
      if (rates.size <= MAX_ORIGINS) break;
      rates.delete(key);
    }
    await session.set(KEY, [...rates.values()]);
  };

  return {
    async take(origin, prompts) {
      const rates = await load();
      const now = clock.now();
      const rate = read(rates, origin);
      const next = { ...rate, requests: refill(rate.requests, REQUESTS.capacity, REQUESTS.perMs, now) };
      next.requests = drain(next.requests, REQUESTS.perMs, 'Too many requests a second.');
      if (prompts && now < rate.silencedUntil && rate.silencedUntil - now <= REJECTIONS.silenceMs) {
        await write(rates, next);
        throw new UserRejectedError('rejected');
      }
      if (prompts) {
        next.prompts = refill(rate.prompts, PROMPTS.capacity, PROMPTS.perMs, now);
        next.prompts = drain(next.prompts, PROMPTS.perMs, 'Too many questions a minute.');
      }
      await write(rates, next);
    },

    async takeCaveat(permissionId, perMinute) {
      const rates = await load();
      const key = `permission:${permissionId}`;
      const rate = read(rates, key);
      const perMs = perMinute / 60_000;
      const full = rates.has(key) ? rate.requests : { tokens: perMinute, at: clock.now() };
      const refilled = refill(full, perMinute, perMs, clock.now());
      await write(rates, { ...rate, requests: drain(refilled, perMs, 'This site sends too much a minute.') });
    },

    async rejected(origin) {
      const rates = await load();
      const now = clock.now();
      const rate = read(rates, origin);
      const recent = [...rate.rejectedAt.filter((at) => at <= now && now - at < REJECTIONS.withinMs), now];
      const silenced = recent.length >= REJECTIONS.count;
      await write(rates, {
        ...rate,
        rejectedAt: silenced ? [] : recent,
        silencedUntil: silenced ? now + REJECTIONS.silenceMs : rate.silencedUntil,
      });
    },

    async approved(origin) {
      const rates = await load();
      if (!rates.has(origin)) return;
      await write(rates, { ...read(rates, origin), rejectedAt: [], silencedUntil: 0 });
    },
  };
}
