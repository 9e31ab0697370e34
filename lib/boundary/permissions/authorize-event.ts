import type { GrantName } from '../../api/decentrl-rpc.ts';
import { EventTypeNotPermittedError, UnauthorizedError } from '../../errors/errors.ts';
import { caveatNumber, type Want } from './caveats.ts';
import type { Grants } from './grants.ts';
import type { RateLimits } from './rate-limits.ts';
import type { GrantHolder } from './site-record.ts';

/** An event an origin wants to send. */
export interface EventWant extends Want {
  conversationId: string;
  eventType: string;
  direction: 'in' | 'out';
}

/** A permission of one of these tells an origin that a relationship is there. */
export const RELATIONSHIP_GRANTS: readonly GrantName[] = ['decentrl_contracts', 'decentrl_events'];

/**
 * Lets an event of an origin pass when a live `decentrl_events` permission covers relationship, type and direction. Throws
 * the uniform 4100 when the origin knows nothing of the relationship, 4314 for a type its permissions do not cover (the
 * companion's own are never covered), -32005 above a `perMinute` caveat, which counts a request once, `out` only, and not without
 * `rateLimits`.
 */
export async function authorizeEvent(
  { grants, rateLimits }: { grants: Grants; rateLimits: RateLimits | null },
  call: GrantHolder & { readonly requestId: string },
  want: EventWant,
): Promise<void> {
  const permission = await grants.find(call, 'decentrl_events', want);
  if (permission === null) {
    const known = await grants.reaches(call, RELATIONSHIP_GRANTS, want);
    throw known ? new EventTypeNotPermittedError() : new UnauthorizedError();
  }
  const perMinute = caveatNumber(permission.caveats, 'perMinute');
  if (want.direction === 'out' && perMinute !== null)
    await rateLimits?.takeCaveat(permission.id, perMinute, call.requestId);
}
