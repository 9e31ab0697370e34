/** A site (the mediator's own page, as a rule) asks to link a wallet. The person sees which identity and which escrow; the wallet signs in the page. */

import type { DecentrlRpc } from '../../../api/decentrl-rpc.ts';
import { InvalidParamsError, UnauthorizedError } from '../../../errors/errors.ts';
import { didWebUrl } from '../../../protocol/did-web.ts';
import { ProtocolError } from '../../../protocol/protocol-error.ts';
import { mediatorName } from '../../../views/mediator-name.ts';
import { checksumAddress } from '../../../wallets/checksum-address.ts';
import { escrowsOf, trustedEscrow } from '../../../wallets/escrow-list.ts';
import { prepareLink } from '../../../wallets/prepare-link.ts';
import type { App } from '../../app/app.ts';
import { askPerson, type PageHandler } from '../../call/page-handler.ts';
import { grantedIndexes } from '../../sites/site-contract.ts';
import { payloadOf } from './payload-of.ts';

type Params = DecentrlRpc['dmtp_prepareLink']['params'];

/** Asks, naming the escrow that joins the list; after the yes gives what the wallet has to sign. */
export const dmtpPrepareLink: PageHandler<'dmtp_prepareLink', App> = {
  async handle(app, call, { address, chainId, escrow: wanted }) {
    const indexes = await grantedIndexes(app, call);
    const [first] = indexes;
    if (first === undefined) throw new UnauthorizedError();
    const escrow = wanted ?? (await escrowsOf(app, await app.keyring.identity(first)))[0];
    if (escrow === undefined) {
      throw new InvalidParamsError([{ path: 'escrow', message: 'must be named: the own mediator is none' }]);
    }
    assertMediator(escrow);
    const known = (await app.tables.escrows.get(escrow)) !== undefined;
    await trustedEscrow(app, escrow);
    return askPerson({
      kind: 'linkWallet',
      view: {
        address: { address, checksummed: checksumAddress(address), chainId },
        escrow: { did: escrow, name: mediatorName(escrow), known },
      },
      payload: { address, chainId, escrow },
      identityIndexes: indexes,
      durations: [],
    });
  },

  async perform(app, approval, choice) {
    const { address, chainId, escrow = '' } = payloadOf<Params>(approval);
    const [index] = choice.identityIndexes;
    if (index === undefined) throw new UnauthorizedError();
    return prepareLink(app, index, { address, chainId }, escrow);
  },
};

function assertMediator(did: string): void {
  try {
    didWebUrl(did);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new InvalidParamsError([{ path: 'escrow', message: 'must be the DID of a mediator' }]);
  }
}
