import type { Domain } from '../../domain/domain.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { RESERVED } from '../../protocol/wire.ts';
import { takeHeldHanded } from './take-held-handed.ts';
import { takeHeldReceived } from './take-held-received.ts';
import { takeHeldSent } from './take-held-sent.ts';
import { takeHeldState } from './take-held-state.ts';

const TAKE: Readonly<Record<string, typeof takeHeldSent>> = {
  [RESERVED.heldSent]: takeHeldSent,
  [RESERVED.heldState]: takeHeldState,
  [RESERVED.heldReceived]: takeHeldReceived,
  [RESERVED.heldHanded]: takeHeldHanded,
};

/** Tells whether an own stored event is a record about a held message. */
export function isHeld({ stored, event }: OpenedOwnEvent): boolean {
  return stored.meta.direction === 'self' && Object.hasOwn(TAKE, event.type);
}

/**
 * Takes over such a record; one that does not hold is left out. Call outside `exclusively`, in the order in which they
 * were stored.
 */
export async function takeHeld(domain: Domain, keys: IdentityKeys, one: OpenedOwnEvent): Promise<void> {
  try {
    await TAKE[one.event.type]?.(domain, keys, one);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    domain.log.warn('a record of a held message does not hold', { reason: error.reason });
  }
}
