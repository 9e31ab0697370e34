import type { Limits } from '../settings/limits.ts';
import { createTokenBuckets, type TokenBuckets } from './token-bucket.ts';

/** The rates of one mediator, in memory: they are about load, which a restart ends as well. */
export interface Rates {
  /** Events, by signing key. */
  events: TokenBuckets;
  /** Other commands, by signing key. */
  commands: TokenBuckets;
  /** Whatever nobody registered answers for, by network address. */
  unauthenticated: TokenBuckets;
  /** Published blocks and hints, by network address. */
  blocks: TokenBuckets;
}

/** Makes the buckets of security.md *Limits*. */
export function createRates(limits: Limits): Rates {
  return {
    events: createTokenBuckets({ perSecond: limits.events_per_second, burst: limits.events_burst }),
    commands: createTokenBuckets({ perSecond: limits.commands_per_second, burst: limits.commands_burst }),
    unauthenticated: createTokenBuckets({
      perSecond: limits.unauthenticated_per_minute / 60,
      burst: limits.unauthenticated_per_minute,
    }),
    blocks: createTokenBuckets({ perSecond: limits.blocks_per_minute / 60, burst: limits.blocks_per_minute }),
  };
}
