import { InvalidParamsError } from '../../../errors/errors.ts';
import { sendToAddress } from '../../../held/send/send-to-address.ts';
import { CHAT_MESSAGE } from '../../../messages/conversation-row.ts';
import { recipientAddress } from '../../../wallets/recipient-address.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Sends a text to an address or ENS name. Throws InvalidParamsError, RecipientNotReadyError, TooLargeError. */
export const heldSend: PopupHandler<'held_send', App> = async (app, params) => {
  const { to, chainId, text, allowHeld, escrow, idempotencyKey } = params;
  if (text.trim() === '') throw new InvalidParamsError('There is nothing to send.');
  const recipient = await recipientAddress(app, to, chainId);
  return sendToAddress(app, {
    identityIndex: await app.keyring.activeIndex(),
    chainId: recipient.chainId,
    address: recipient.address,
    type: CHAT_MESSAGE,
    data: { content: text },
    tags: ['chat'],
    allowHeld: allowHeld && escrow !== undefined ? { escrow } : allowHeld,
    origin: null,
    idempotencyKey,
  });
};
