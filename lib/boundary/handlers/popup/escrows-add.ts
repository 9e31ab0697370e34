import { InvalidParamsError } from '../../../errors/errors.ts';
import { mediatorName } from '../../../views/mediator-name.ts';
import { trustedEscrow } from '../../../wallets/escrow-list.ts';
import type { App } from '../../app/app.ts';
import type { PopupHandler } from '../popup-method.ts';
import { typedMediator } from './typed-mediator.ts';

/** Adds an escrow by DID, host or URL, once its document says that it is one. */
export const escrowsAdd: PopupHandler<'escrows_add', App> = async (app, { escrow }) => {
  const did = typedMediator(escrow);
  if (did === null)
    throw new InvalidParamsError('This is no mediator address. Type a host such as escrow.example.');
  await trustedEscrow(app, did, 'added');
  app.changes.popup('settings');
  return { did, name: mediatorName(did), from: 'added', identityIndex: null, problem: null };
};
