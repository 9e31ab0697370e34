import * as v from 'valibot';
import { completeLink } from '../../../wallets/complete-link.ts';
import { act, type Operable } from '../../app/page-app.ts';
import { identity } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { address as addressSchema, chainId as chainIdSchema, hexBytes } from '../params/shared.ts';

/** Takes the wallet's signature over exactly what was prepared and approved; what waited for the wallet is fetched at once. */
export const dmtpCompleteLink = pageMethod('dmtp_completeLink', {
  // A contract wallet's signature is of any length; 8 KiB are more than any known one has.
  params: v.object({ address: addressSchema, chainId: chainIdSchema, signature: hexBytes(8_192) }),
  scope: identity,

  async handle(app, { identities }, { address, chainId, signature }) {
    const indexes = identities.map(({ index }) => index);
    const target = { address, chainId };
    const { linked } = await act(app, completeLink, indexes, target, signature.toLowerCase());
    act(app, fetchWhatWaited);
    return { did: linked.binding.did, address };
  },
});

function fetchWhatWaited({ startSoon, escrows, log }: Pick<Operable, 'startSoon' | 'escrows' | 'log'>): void {
  startSoon();
  void escrows.poll({ now: true }).catch((error: unknown) => log.info('after linking', { error }));
}
