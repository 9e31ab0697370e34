import type { Domain } from '../../domain/domain.ts';
import type { OpenedOwnEvent } from '../../envelopes/open-own-event.ts';
import type { IdentityKeys } from '../../keys/identity-keys.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { RESERVED } from '../../protocol/wire.ts';
import { importHeldHanded } from './own-held-handed.ts';
import { importHeldReceived } from './own-held-received.ts';
import { importHeldSent } from './own-held-sent.ts';
import { importHeldState } from './own-held-state.ts';

const IMPORTS: Readonly<Record<string, typeof importHeldSent>> = {
  [RESERVED.heldSent]: importHeldSent,
  [RESERVED.heldState]: importHeldState,
  [RESERVED.heldReceived]: importHeldReceived,
  [RESERVED.heldHanded]: importHeldHanded,
};

/** Tells whether an own stored event is a record about a held message. */
export function isHeld({ stored, event }: OpenedOwnEvent): boolean {
  return stored.meta.direction === 'self' && Object.hasOwn(IMPORTS, event.type);
}

/** Takes over such a record, in a change of its own; one that does not hold is left out. Call it in the order in which they were stored. */
export async function importHeld(domain: Domain, keys: IdentityKeys, one: OpenedOwnEvent): Promise<void> {
  try {
    await IMPORTS[one.event.type]?.(domain, keys, one);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    domain.log.warn('a record of a held message does not hold', { reason: error.reason });
  }
}
