/**
 * A message to a wallet address: end to end where somebody answers for it, held where nobody does and the person allowed
 * it, else not at all (address-messaging.md §2.10).
 */

import { change } from '../../domain/change.ts';
import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import {
  EventTypeNotPermittedError,
  InvalidParamsError,
  RecipientNotReadyError,
} from '../../errors/errors.ts';
import { sendEvent } from '../../messages/send-event.ts';
import { isReserved } from '../../protocol/tags.ts';
import { proposeContract } from '../../relationships/propose-contract.ts';
import { bookBoundContact } from '../../wallets/book-bound-contact.ts';
import { resolveAddress } from '../../wallets/resolve-address.ts';
import type { AddressedMessage, SentMessage } from './addressed-message.ts';
import { holdMessage } from './hold-message.ts';
import { type IdempotencyUse, idempotencyUse, sentBefore } from './sent-before.ts';

/**
 * Sends, and resolves when the message is durable; asks the escrows before. Throws RecipientNotReadyError when it may not
 * be held or nobody may be written to now, InvalidParamsError, EventTypeNotPermittedError, TooLargeError, LockedError.
 */
export async function sendToAddress(
  domain: ConnectedDomain,
  message: AddressedMessage,
): Promise<SentMessage> {
  if (isReserved(message.type)) throw new EventTypeNotPermittedError();
  const use = idempotencyUse(message);
  const known = await sentBefore(domain, use);
  if (known !== null) return known;
  const resolution = await resolveAddress(domain, message.identityIndex, message);
  if (resolution.delivery === 'self') throw new InvalidParamsError('This wallet is linked to you yourself.');
  if (resolution.delivery === 'unreachable') throw new RecipientNotReadyError(resolution.problem);
  if (resolution.delivery === 'e2ee') return sendBound(domain, message, { peerDid: resolution.peerDid, use });
  const { escrow } = resolution;
  const { allowHeld } = message;
  const isAllowed = allowHeld === true || (allowHeld !== false && allowHeld.escrow === escrow.did);
  if (!isAllowed) throw new RecipientNotReadyError();
  await domain.registrations.ensure(message.identityIndex, escrow.did);
  return holdMessage(domain, message, { escrow, use });
}

async function sendBound(
  domain: ConnectedDomain,
  message: AddressedMessage,
  { peerDid, use }: { peerDid: string; use: IdempotencyUse },
): Promise<SentMessage> {
  const { identityIndex, type, data, tags, origin, idempotencyKey } = message;
  const { known, contact } = await change(domain, async (tx) => {
    // What was held under this key meanwhile is not said again. From here on nothing is: the address is pinned.
    const known = await sentBefore(tx, use);
    return known !== null ? { known } : { known, contact: await bookBoundContact(tx, message, peerDid) };
  });
  if (known !== null) return known;
  const event = {
    identityIndex,
    peerSigningKey: contact.signingKey,
    type,
    data,
    tags,
    origin,
    idempotencyKey: `address:${idempotencyKey}`,
    withoutContract: 'wait',
  } as const;
  const { eventId } = await sendEvent(domain, event);
  if (contact.contractIds.length === 0)
    await proposeContract(domain, { identityIndex, peerDid: contact.did, origin });
  return { messageId: eventId, conversationId: contact.conversationId, delivery: 'e2ee' };
}
