import { InvalidParamsError, UnauthorizedError } from '../../../errors/errors.ts';
import { mediatorName } from '../../../views/mediator-name.ts';
import { resolveAddress } from '../../../wallets/resolve-address.ts';
import type { App } from '../../app/app.ts';
import type { PageHandler } from '../../call/page-handler.ts';
import { grantedIndexes, ownDid } from '../../sites/site-contract.ts';

/** The chain a wallet is meant on when a site does not say. */
export const DEFAULT_CHAIN = 137;

/** How a message of this site to an address would travel; only for addresses it may write to. */
export const dmtpResolveRecipient: PageHandler<'dmtp_resolveRecipient', App> = {
  async handle(app, call, { to, chainId = DEFAULT_CHAIN }) {
    const [index] = await grantedIndexes(app, call);
    if (index === undefined) throw new UnauthorizedError();
    const want = { peers: [to], identity: await ownDid(app, index) };
    if (!(await app.grants.permits(call, 'dmtp_send', want))) throw new UnauthorizedError();
    const found = await resolveAddress(app, index, { chainId, address: to });
    if (found.delivery === 'self')
      throw new InvalidParamsError([{ path: 'to', message: 'is a wallet of the same person' }]);
    const { delivery } = found;
    return {
      address: to,
      delivery,
      ...(found.delivery === 'held' ? { readableBy: mediatorName(found.escrow.did) } : {}),
    };
  },
};
