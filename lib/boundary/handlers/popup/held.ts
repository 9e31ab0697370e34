import * as v from 'valibot';
import type { HeldRpc } from '../../../api/popup/held.ts';
import { InvalidParamsError } from '../../../errors/errors.ts';
import { sendToAddress } from '../../../held/send/send-to-address.ts';
import { withdrawHeld } from '../../../held/send/withdraw-held.ts';
import { CHAT_MESSAGE } from '../../../messages/conversation-row.ts';
import { heldResolution } from '../../../views/held-resolution.ts';
import { recipientAddress } from '../../../wallets/recipient-address.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { messageText } from '../params/popup-pieces.ts';
import { chainId, did, id, text } from '../params/shared.ts';

/** A wallet address or an ENS name as typed. */
const recipient = text(512, 1);

/** The background's half of what is about messages to wallet addresses. */
export const heldMethods: PopupArea<HeldRpc> = {
  held_resolve: {
    params: v.object({ to: recipient, chainId: v.exactOptional(chainId) }),
    handle: (app, params) => heldResolution(app, params),
  },
  // Throws InvalidParamsError, RecipientNotReadyError, TooLargeError.
  held_send: {
    params: v.object({
      to: recipient,
      chainId: v.exactOptional(chainId),
      text: messageText,
      allowHeld: v.boolean(),
      escrow: v.exactOptional(did),
      idempotencyKey: id,
    }),
    async handle(app, params) {
      const { allowHeld, escrow, idempotencyKey } = params;
      if (params.text.trim() === '') throw new InvalidParamsError('There is nothing to send.');
      const found = await recipientAddress(app, params.to, params.chainId);
      return sendToAddress(app, {
        identityIndex: await app.keyring.activeIndex(),
        chainId: found.chainId,
        address: found.address,
        type: CHAT_MESSAGE,
        data: { content: params.text },
        tags: ['chat'],
        allowHeld: allowHeld && escrow !== undefined ? { escrow } : allowHeld,
        origin: null,
        idempotencyKey,
      });
    },
  },
  // Throws NotFoundError, InvalidRequestError when it was handed over meanwhile.
  held_withdraw: {
    params: v.object({ messageId: id }),
    handle: async (app, { messageId }) => ({ state: await withdrawHeld(app, messageId) }),
  },
};
