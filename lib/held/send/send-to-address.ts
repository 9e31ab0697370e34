/**
 * A message to a wallet address: end to end where somebody answers for it, held where nobody does and the person allowed
 * it, else not at all (address-messaging.md §2.10).
 */

import { hex, utf8 } from '../../crypto/bytes.ts';
import { sha256 } from '../../crypto/hash.ts';
import type { JsonValue } from '../../crypto/json-value.ts';
import { type Domain, exclusively } from '../../domain/domain.ts';
import type { HeldDomain } from '../../domain/held-domain.ts';
import { addressKey } from '../../domain/records/address-record.ts';
import {
  EventTypeNotPermittedError,
  InvalidParamsError,
  RecipientNotReadyError,
} from '../../errors/errors.ts';
import { sendEvent } from '../../messages/send-event.ts';
import { isReserved } from '../../protocol/tags.ts';
import { proposeContract } from '../../relationships/propose-contract.ts';
import type { ChainAddress } from '../../wallets/ask-escrow.ts';
import { boundContact } from '../../wallets/bound-contact.ts';
import { resolveAddress } from '../../wallets/resolve-address.ts';
import { holdMessage } from './hold-message.ts';

/** A message as the person or a site gives it. */
export interface AddressedMessage extends ChainAddress {
  identityIndex: number;
  type: string;
  data: JsonValue;
  tags: string[];
  /** The person saw who can read it until when, and said yes. With an escrow: yes to that one only. */
  allowHeld: boolean | { escrow: string };
  origin: string | null;
  /** The same content under the same key is one message, for 30 days; scoped to (origin, address). */
  idempotencyKey: string;
}

/** What became of it; `conversationId` is where it stands. */
export interface SentMessage {
  messageId: string;
  conversationId: string;
  delivery: 'e2ee' | 'held';
}

/**
 * Sends, and resolves when the message is durable; asks the escrows before. Throws RecipientNotReadyError when it may not
 * be held or nobody may be written to now, InvalidParamsError, EventTypeNotPermittedError, TooLargeError, LockedError.
 */
export async function sendToAddress(domain: HeldDomain, message: AddressedMessage): Promise<SentMessage> {
  if (isReserved(message.type)) throw new EventTypeNotPermittedError();
  const use = idempotencyUse(message);
  const known = await sentBefore(domain, use);
  if (known !== null) return known;
  const resolution = await resolveAddress(domain, message.identityIndex, message);
  if (resolution.delivery === 'self') throw new InvalidParamsError('This wallet is linked to you yourself.');
  if (resolution.delivery === 'unreachable') throw new RecipientNotReadyError(resolution.problem);
  if (resolution.delivery === 'e2ee') return sendBound(domain, message, resolution.peerDid);
  const { escrow } = resolution;
  const { allowHeld } = message;
  const isAllowed = allowHeld === true || (allowHeld !== false && allowHeld.escrow === escrow.did);
  if (!isAllowed) throw new RecipientNotReadyError();
  await domain.registrations.ensure(message.identityIndex, escrow.did);
  return holdMessage(domain, message, { escrow, use });
}

async function sendBound(
  domain: HeldDomain,
  message: AddressedMessage,
  peerDid: string,
): Promise<SentMessage> {
  const { identityIndex, type, data, tags, origin, idempotencyKey } = message;
  const contact = await boundContact(domain, message, peerDid);
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

/** The use of an idempotency key, with what was said under it. */
export interface IdempotencyUse {
  key: string;
  digest: string;
}

function idempotencyUse(message: AddressedMessage): IdempotencyUse {
  const { identityIndex, chainId, address, origin, idempotencyKey, type, data, tags } = message;
  return {
    key: `${origin ?? ''}|address:${addressKey(identityIndex, chainId, address)}|${idempotencyKey}`,
    digest: hex(sha256(utf8(JSON.stringify([type, data, tags])))),
  };
}

async function sentBefore(domain: Domain, use: IdempotencyUse): Promise<SentMessage | null> {
  return exclusively(domain, async () => {
    const known = await domain.tables.idempotency.get(use.key);
    if (known === undefined) return null;
    if (known.digest !== use.digest)
      throw new InvalidParamsError('This idempotency key was used for other content.');
    const held = await domain.tables.held_sent.get(known.eventId);
    if (held === undefined) return null;
    return {
      messageId: held.id,
      conversationId: held.conversationId,
      delivery: held.state === 'end-to-end' ? 'e2ee' : 'held',
    };
  });
}
