import type { LinkTypedData } from '../api/decentrl-rpc.ts';
import { change } from '../domain/change.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { walletKey } from '../domain/records/wallet-record.ts';
import { type AddressBinding, bindingTypedData } from '../protocol/binding.ts';
import type { ChainAddress } from './ask-escrow.ts';
import { trustedEscrow } from './escrow-list.ts';

/**
 * What a wallet must sign to answer under one of our identities at an escrow: a binding with the escrow's nonce, good once
 * and for ten minutes (address-messaging.md §1.6, §1.7, B-11). Remembered, so that only exactly this is completed. Throws
 * MediatorUnreachableError, MediatorRefusedError, InvalidParamsError for a mediator that is no escrow.
 */
export async function prepareLink(
  domain: ConnectedDomain,
  identityIndex: number,
  { address, chainId }: ChainAddress,
  escrow: string,
): Promise<LinkTypedData> {
  const keys = await domain.keyring.identity(identityIndex);
  await trustedEscrow(domain, escrow, 'linked');
  await domain.registrations.ensure(identityIndex, escrow);
  const given = await domain.commands.send<'PREPARE_ADDRESS_BINDING'>(keys, escrow, {
    channel: 'DIRECT_AUTHENTICATED',
    recipientDid: escrow,
    payload: { type: 'PREPARE_ADDRESS_BINDING', address, chain_id: chainId },
  });
  const binding: AddressBinding = {
    wallet: address,
    did: keys.did.did,
    escrow,
    nonce: given.nonce,
    issuedAt: given.issued_at,
    expiresAt: given.expires_at,
  };
  const row = { identityIndex, chainId, address, escrow };
  await change(domain, async (tx) => {
    const known = await tx.tables.wallets.get(walletKey(row));
    const prepared = { binding, at: tx.clock.now() };
    tx.put('wallets', { ...row, linked: known?.linked ?? null, prepared });
    tx.after(() => tx.changes.popup('wallets'));
  });
  const { types, ...typed } = bindingTypedData(binding, chainId);
  return { ...typed, types: { EIP712Domain: [...types.EIP712Domain], Binding: [...types.Binding] } };
}
