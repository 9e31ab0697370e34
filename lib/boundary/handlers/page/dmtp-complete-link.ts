import { completeLink } from '../../../wallets/complete-link.ts';
import type { App } from '../../app/app.ts';
import type { PageHandler } from '../../call/page-handler.ts';
import { grantedIndexes, ownDid } from '../../sites/site-contract.ts';

/** Takes the wallet's signature over exactly what was prepared and approved; what waited for the wallet is fetched at once. */
export const dmtpCompleteLink: PageHandler<'dmtp_completeLink', App> = {
  async handle(app, call, { address, chainId, signature }) {
    const indexes = await grantedIndexes(app, call);
    const wallet = await completeLink(app, indexes, { address, chainId }, signature.toLowerCase());
    app.startSoon();
    void app.escrows.poll({ now: true }).catch((error: unknown) => app.log.info('after linking', { error }));
    return { did: await ownDid(app, wallet.identityIndex), address };
  },
};
