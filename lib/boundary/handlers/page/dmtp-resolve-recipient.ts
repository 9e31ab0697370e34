import * as v from 'valibot';
import { InvalidParamsError } from '../../../errors/errors.ts';
import { mediatorName } from '../../../views/mediator-name.ts';
import { resolveAddress } from '../../../wallets/resolve-address.ts';
import { act } from '../../app/page-app.ts';
import { address } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { address as addressSchema, chainId as chainIdSchema, DEFAULT_CHAIN } from '../params/shared.ts';

/** How a message of this site to an address would travel; only for addresses it may write to. */
export const dmtpResolveRecipient = pageMethod('dmtp_resolveRecipient', {
  params: v.object({ to: addressSchema, chainId: v.exactOptional(chainIdSchema) }),
  scope: address((p) => ({ address: p.to })),

  async handle(app, { identity }, { to, chainId = DEFAULT_CHAIN }) {
    const found = await act(app, resolveAddress, identity.index, { chainId, address: to });
    const { delivery } = found;
    if (delivery === 'self')
      throw new InvalidParamsError([{ path: 'to', message: 'is a wallet of the same person' }]);
    return {
      address: to,
      delivery,
      ...(found.delivery === 'held' ? { readableBy: mediatorName(found.escrow.did) } : {}),
    };
  },
});
