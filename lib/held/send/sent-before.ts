import { hex, utf8 } from '../../crypto/bytes.ts';
import { sha256 } from '../../crypto/hash.ts';
import type { Domain } from '../../domain/domain.ts';
import { addressKey } from '../../domain/records/address-record.ts';
import type { IdempotencyRecord } from '../../domain/records/message-record.ts';
import { InvalidParamsError } from '../../errors/errors.ts';
import type { AddressedMessage, SentMessage } from './addressed-message.ts';

/** The use of an idempotency key, with what was said under it. */
export type IdempotencyUse = Pick<IdempotencyRecord, 'key' | 'digest'>;

/** The use that a message makes of its key. */
export function idempotencyUse(message: AddressedMessage): IdempotencyUse {
  const { identityIndex, chainId, address, origin, idempotencyKey, type, data, tags } = message;
  return {
    key: `${origin ?? ''}|address:${addressKey(identityIndex, chainId, address)}|${idempotencyKey}`,
    digest: hex(sha256(utf8(JSON.stringify([type, data, tags])))),
  };
}

/** The message that was held under this key, or null. Throws InvalidParamsError when the key was used for other content. */
export async function sentBefore(
  { tables }: Pick<Domain, 'tables'>,
  use: IdempotencyUse,
): Promise<SentMessage | null> {
  const known = await tables.idempotency.get(use.key);
  if (known === undefined) return null;
  if (known.digest !== use.digest)
    throw new InvalidParamsError('This idempotency key was used for other content.');
  const held = await tables.held_sent.get(known.eventId);
  if (held === undefined) return null;
  return {
    messageId: held.id,
    conversationId: held.conversationId,
    delivery: held.state === 'end-to-end' ? 'e2ee' : 'held',
  };
}
