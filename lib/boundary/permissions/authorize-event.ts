import { EventTypeNotPermittedError, UnauthorizedError } from '../../errors/errors.ts';
import { caveatNumber, isReservedName } from './caveats.ts';
import type { Grants } from './grants.ts';
import type { RateLimits } from './rate-limits.ts';
import type { GrantHolder } from './site-record.ts';

/** An event an origin wants to send or see. */
export interface EventWant {
  contractId: string;
  /** DIDs under which the other side is known. */
  peers?: readonly string[];
  identity?: string;
  eventType: string;
  direction: 'in' | 'out';
}

/**
 * Lets an event of an origin pass when a live `decentrl_events` permission covers contract, type and direction. Throws
 * 4314 for the companion's own types and for types outside the permission, the uniform 4100 when the origin knows
 * nothing of the contract, -32005 above a `perMinute` caveat (counted for `out` only).
 */
export async function authorizeEvent(
  { grants, rateLimits }: { grants: Grants; rateLimits: RateLimits },
  holder: GrantHolder,
  want: EventWant,
): Promise<void> {
  if (isReservedName(want.eventType)) throw new EventTypeNotPermittedError();
  const permission = await grants.find(holder, 'decentrl_events', want);
  if (permission === null) {
    const known = await grants.permits(holder, 'decentrl_contracts', want);
    throw known ? new EventTypeNotPermittedError() : new UnauthorizedError();
  }
  const perMinute = caveatNumber(permission.caveats, 'perMinute');
  if (want.direction === 'out' && perMinute !== null) await rateLimits.takeCaveat(permission.id, perMinute);
}
