import type { Domain } from '../domain/domain.ts';
import { InvalidParamsError, RecipientNotReadyError } from '../errors/errors.ts';
import { findConversation } from '../relationships/find-conversation.ts';
import { CHAT_MESSAGE } from './conversation-row.ts';
import { sendEvent } from './send-event.ts';

/**
 * Sends a text into a conversation; without a live contract it waits for one, encrypted. The same text under the same key is
 * one message. Throws NotFoundError, InvalidParamsError, TooLargeError, ContractRevokedError, and RecipientNotReadyError
 * where an escrow would hold it: `sendToAddress` does that, and says so.
 */
export async function sendText(
  domain: Domain,
  params: { conversationId: string; text: string; idempotencyKey: string },
): Promise<{ eventId: string }> {
  if (params.text.trim() === '') throw new InvalidParamsError('There is nothing to send.');
  const { identityIndex, signingKey, address } = await findConversation(domain, params.conversationId);
  if (signingKey === '' && address !== undefined) throw new RecipientNotReadyError();
  return sendEvent(domain, {
    identityIndex,
    peerSigningKey: signingKey,
    type: CHAT_MESSAGE,
    data: { content: params.text },
    tags: ['chat'],
    origin: null,
    idempotencyKey: params.idempotencyKey,
    withoutContract: 'wait',
  });
}
