/** A site (the mediator's own page, as a rule) asks to link a wallet. The person sees which identity and which escrow; the wallet signs in the page. */

import * as v from 'valibot';
import { UnauthorizedError } from '../../../errors/errors.ts';
import { mediatorName } from '../../../views/mediator-name.ts';
import { checksumAddress } from '../../../wallets/checksum-address.ts';
import { prepareLink } from '../../../wallets/prepare-link.ts';
import { act } from '../../app/page-app.ts';
import { askPerson } from '../../call/ask-person.ts';
import { escrowForLink } from '../../sites/escrow-for-link.ts';
import { identity } from '../../sites/scope.ts';
import { pageMethod } from '../method/page-method.ts';
import { address as addressSchema, chainId as chainIdSchema, did } from '../params/shared.ts';
import { payloadOf } from './payload-of.ts';

/** Asks, naming the escrow that joins the list; after the yes gives what the wallet has to sign. */
export const dmtpPrepareLink = pageMethod('dmtp_prepareLink', {
  params: v.object({ address: addressSchema, chainId: chainIdSchema, escrow: v.exactOptional(did) }),
  scope: identity,

  async handle(app, { identities }, { address, chainId, escrow: wanted }) {
    const escrow = await act(app, escrowForLink, identities[0].index, wanted);
    return askPerson({
      kind: 'linkWallet',
      view: {
        address: { address, checksummed: checksumAddress(address), chainId },
        escrow: { did: escrow.did, name: mediatorName(escrow.did), known: escrow.known },
      },
      payload: { address, chainId, escrow: escrow.did },
      identityIndexes: identities.map(({ index }) => index),
      durations: [],
    });
  },

  async perform(app, _call, approval, { identityIndexes: [index] }) {
    if (index === undefined) throw new UnauthorizedError();
    const asked = payloadOf<{ address: string; chainId: number; escrow: string }>(approval);
    const { address, chainId, escrow } = asked;
    return act(app, prepareLink, index, { address, chainId }, escrow);
  },
});
