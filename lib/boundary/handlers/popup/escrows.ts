import * as v from 'valibot';
import type { EscrowsRpc } from '../../../api/popup/escrows.ts';
import { InvalidParamsError } from '../../../errors/errors.ts';
import { typedMediator } from '../../../mediator-client/typed-mediator.ts';
import { escrowViews } from '../../../views/escrow-views.ts';
import { mediatorName } from '../../../views/mediator-name.ts';
import { trustedEscrow } from '../../../wallets/escrow-list.ts';
import { removeEscrow } from '../../../wallets/remove-escrow.ts';
import type { PopupArea } from '../method/popup-method.ts';
import { did, none, text } from '../params/shared.ts';

/** The background's half of what is about escrows. */
export const escrowsMethods: PopupArea<EscrowsRpc> = {
  escrows_list: { params: none, handle: (app) => escrowViews(app) },
  // Once its document says that it is one. Throws InvalidParamsError, and as `trustedEscrow`.
  escrows_add: {
    params: v.object({ escrow: text(2_048, 1) }),
    async handle(app, { escrow }) {
      const found = typedMediator(escrow);
      if (found === null)
        throw new InvalidParamsError('This is no mediator address. Type a host such as escrow.example.');
      await trustedEscrow(app, found, 'added');
      app.changes.popup('settings');
      return { did: found, name: mediatorName(found), from: 'added', identityIndex: null, problem: null };
    },
  },
  // Its key stays remembered, and wallets linked there stay linked.
  escrows_remove: {
    params: v.object({ escrow: did }),
    async handle(app, { escrow }) {
      await removeEscrow(app, escrow);
      return null;
    },
  },
};
