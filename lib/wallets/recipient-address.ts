import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { InvalidParamsError } from '../errors/errors.ts';
import type { ChainAddress } from './ask-escrow.ts';
import { checksumAddress } from './checksum-address.ts';
import { isEnsName, resolveEns } from './resolve-ens.ts';

/** What a person typed, as an address. */
export interface TypedRecipient extends ChainAddress {
  ensName: string | null;
}

/**
 * Reads a wallet address or ENS name as typed. A mixed-case address must carry a right checksum (EIP-55). Throws
 * InvalidParamsError with a sentence for the person, MediatorUnreachableError when names cannot be asked for now.
 */
export async function recipientAddress(
  domain: ConnectedDomain,
  to: string,
  chainId?: number,
): Promise<TypedRecipient> {
  const typed = to.trim();
  const settings = await domain.chainSettings.get();
  const chain = chainId ?? settings.chainId;
  if (/^0x[0-9a-fA-F]{40}$/.test(typed)) {
    const address = typed.toLowerCase();
    const isMixed =
      typed.slice(2) !== typed.slice(2).toLowerCase() && typed.slice(2) !== typed.slice(2).toUpperCase();
    if (isMixed && checksumAddress(address) !== typed)
      throw new InvalidParamsError('This address has a typing error: its checksum does not fit.');
    return { address, chainId: chain, ensName: null };
  }
  if (!isEnsName(typed)) throw new InvalidParamsError('This is neither a wallet address nor an ENS name.');
  if (settings.ensRpcUrl === null)
    throw new InvalidParamsError('ENS names are switched off. Set an endpoint for them in the settings.');
  const address = await resolveEns(domain.fetch, settings.ensRpcUrl, typed);
  if (address === null) throw new InvalidParamsError('This ENS name names no wallet.');
  return { address, chainId: chain, ensName: typed.toLowerCase() };
}
