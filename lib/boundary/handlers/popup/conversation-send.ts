import { InvalidParamsError, RecipientNotReadyError } from '../../../errors/errors.ts';
import { CHAT_MESSAGE } from '../../../messages/conversation-row.ts';
import { sendEvent } from '../../../messages/send-event.ts';
import { findConversation } from '../../../relationships/find-conversation.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Sends a text; without a live contract it waits for one, encrypted. Throws NotFoundError, TooLargeError, ContractRevokedError. */
export const conversationSend: PopupHandler<'conversation_send', App> = async (app, params) => {
  if (params.text.trim() === '') throw new InvalidParamsError('There is nothing to send.');
  const { identityIndex, signingKey, address } = await findConversation(app, params.conversationId);
  // What would be held is sent by `held_send`, which says so.
  if (signingKey === '' && address !== undefined) throw new RecipientNotReadyError();
  return sendEvent(app, {
    identityIndex,
    peerSigningKey: signingKey,
    type: CHAT_MESSAGE,
    data: { content: params.text },
    tags: ['chat'],
    origin: null,
    idempotencyKey: params.idempotencyKey,
    withoutContract: 'wait',
  });
};
