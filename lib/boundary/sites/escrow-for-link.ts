import type { ConnectedDomain } from '../../domain/connected-domain.ts';
import { InvalidParamsError } from '../../errors/errors.ts';
import { didWebUrl } from '../../protocol/did-web.ts';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { escrowsOf, trustedEscrow } from '../../wallets/escrow-list.ts';

/**
 * The escrow at which a wallet is to be linked: the one a site names, else the first of the identity; `known` when it is in
 * the person's list. Throws InvalidParamsError (none; no mediator; no escrow), MediatorUnreachableError,
 * RecipientNotReadyError when it shows another key than before.
 */
export async function escrowForLink(
  domain: ConnectedDomain,
  identityIndex: number,
  wanted: string | undefined,
): Promise<{ did: string; known: boolean }> {
  const did = wanted ?? (await escrowsOf(domain, await domain.keyring.identity(identityIndex)))[0];
  if (did === undefined) {
    throw new InvalidParamsError([{ path: 'escrow', message: 'must be named: the own mediator is none' }]);
  }
  assertMediator(did);
  const known = (await domain.tables.escrows.get(did)) !== undefined;
  await trustedEscrow(domain, did);
  return { did, known };
}

function assertMediator(did: string): void {
  try {
    didWebUrl(did);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new InvalidParamsError([{ path: 'escrow', message: 'must be the DID of a mediator' }]);
  }
}
