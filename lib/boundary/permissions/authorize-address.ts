import { EventTypeNotPermittedError, UnauthorizedError } from '../../errors/errors.ts';
import { caveatNumber } from './caveats.ts';
import type { Grants } from './grants.ts';
import type { RateLimits } from './rate-limits.ts';
import type { GrantHolder } from './site-record.ts';

/** What an origin wants with a wallet address. */
export interface AddressWant {
  /** In lower case. */
  address: string;
  /** The type of what is sent; without one nothing is. */
  eventType?: string;
}

/**
 * Lets an origin write to a wallet address when a live `dmtp_send` permission covers address, identity and type, and tells
 * whether an escrow may hold it without a question. Throws the uniform 4100 for an address that is not granted, 4314 for a
 * type its permissions do not cover (the companion's own are never covered), -32005 above a `perMinute` caveat, which counts
 * a request once, and not without `rateLimits`.
 */
export async function authorizeAddress(
  { grants, rateLimits }: { grants: Grants; rateLimits: RateLimits | null },
  call: GrantHolder & { readonly requestId: string },
  { address, eventType, identity }: AddressWant & { identity: string },
): Promise<{ mayHold: boolean }> {
  const reach = { peers: [address], identity };
  const want = eventType === undefined ? reach : { ...reach, eventType };
  const held = await grants.find(call, 'dmtp_send', { ...want, held: true });
  const permission = held ?? (await grants.find(call, 'dmtp_send', want));
  if (permission === null) {
    const known = await grants.reaches(call, ['dmtp_send'], reach);
    throw known ? new EventTypeNotPermittedError() : new UnauthorizedError();
  }
  const perMinute = caveatNumber(permission.caveats, 'perMinute');
  if (perMinute !== null && eventType !== undefined)
    await rateLimits?.takeCaveat(permission.id, perMinute, call.requestId);
  return { mayHold: held !== null };
}
