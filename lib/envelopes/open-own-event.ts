import type { Domain } from '../domain/domain.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { OwnStoredEvent } from '../mediator-client/sync/sync-sink.ts';
import { type ProtocolEvent, parseEvent } from '../protocol/envelope.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { openStored, type StoredEvent } from '../protocol/stored-event.ts';

/** An own stored event, decrypted: what was said and what we noted about it. */
export interface OpenedOwnEvent {
  stored: StoredEvent;
  event: ProtocolEvent;
  /** Base64, as it lies at the mediator: what its CID is over. */
  payload: string;
}

/** Opens own stored events; what is not ours or damaged is left out. */
export async function openOwnEvents(
  domain: Pick<Domain, 'log'>,
  keys: IdentityKeys,
  events: readonly OwnStoredEvent[],
): Promise<OpenedOwnEvent[]> {
  const opened = await Promise.all(events.map((one) => open(domain, keys, one)));
  return opened.filter((one) => one !== null);
}

async function open(
  domain: Pick<Domain, 'log'>,
  keys: IdentityKeys,
  one: OwnStoredEvent,
): Promise<OpenedOwnEvent | null> {
  try {
    const stored = await openStored(one.payload, keys.store);
    return { stored, event: parseEvent(stored.event), payload: one.payload };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    domain.log.info('a stored event could not be opened', { reason: error.reason });
    return null;
  }
}
