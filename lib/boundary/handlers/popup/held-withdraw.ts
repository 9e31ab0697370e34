import { withdrawHeld } from '../../../held/send/withdraw-held.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Takes a held message back. Throws NotFoundError, InvalidRequestError when it was handed over meanwhile. */
export const heldWithdraw: PopupHandler<'held_withdraw', App> = async (app, { messageId }) => ({
  state: await withdrawHeld(app, messageId),
});
