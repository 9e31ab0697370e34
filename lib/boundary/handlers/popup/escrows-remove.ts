import { removeEscrow } from '../../../wallets/remove-escrow.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';

/** Takes an escrow from the list; its key stays remembered, and wallets linked there stay linked. */
export const escrowsRemove: PopupHandler<'escrows_remove', App> = async (app, { escrow }) => {
  await removeEscrow(app, escrow);
  return null;
};
