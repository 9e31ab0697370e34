import type { ConnectedDomain } from '../domain/connected-domain.ts';
import { DecentrlError } from '../errors/errors.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { type ResolvedAddress, verifyResolution } from '../protocol/resolved-address.ts';
import { type CheckedBinding, checkBinding } from './check-binding.ts';
import { trustedEscrow } from './escrow-list.ts';

/** A wallet address on a chain. */
export interface ChainAddress {
  chainId: number;
  /** Lower case, `0x`. */
  address: string;
}

/** What one escrow said, as far as it holds: `silent` when it said nothing that can be believed. */
export type EscrowAnswer =
  | { escrow: string; says: 'bound'; binding: CheckedBinding }
  | { escrow: string; says: 'none'; epoch: { kid: string; publicKey: string } }
  | { escrow: string; says: 'gone' }
  | { escrow: string; says: 'silent'; problem: string };

/**
 * Asks one escrow who answers for an address, and verifies what it says: its own signature and age, and the binding by
 * wallet and DID (address-messaging.md §2.3, B-02, B-15, B-16). Never throws for the escrow's sake.
 */
export async function askEscrow(
  domain: ConnectedDomain,
  keys: IdentityKeys,
  escrow: string,
  { address, chainId }: ChainAddress,
): Promise<EscrowAnswer> {
  try {
    const { signingKey } = await trustedEscrow(domain, escrow);
    const reply = await domain.commands.send<'RESOLVE_ADDRESS'>(keys, escrow, {
      channel: 'DIRECT_AUTHENTICATED',
      recipientDid: escrow,
      payload: { type: 'RESOLVE_ADDRESS', address, chain_id: chainId },
    });
    const now = Math.floor(domain.commands.now(escrow) / 1000);
    await verifyResolution(reply.answer, reply.signature, signingKey, { escrow, address, chainId, now });
    return await meaningOf(domain, escrow, reply.answer);
  } catch (error) {
    if (error instanceof ProtocolError) {
      domain.log.warn('the answer of an escrow does not hold', { reason: error.reason });
      return { escrow, says: 'silent', problem: 'The escrow gave an answer that does not hold.' };
    }
    if (!(error instanceof DecentrlError) || error.code === 4320) throw error;
    return { escrow, says: 'silent', problem: error.message };
  }
}

async function meaningOf(
  domain: ConnectedDomain,
  escrow: string,
  answer: ResolvedAddress,
): Promise<EscrowAnswer> {
  const { binding, wallet_signature, did_signature, epoch, address, chain_id } = answer;
  if (binding !== null && wallet_signature !== null && did_signature !== null) {
    const given = {
      binding,
      chainId: chain_id,
      walletSignature: wallet_signature,
      didSignature: did_signature,
      previousDid: answer.previous_did,
      previousSignature: answer.previous_signature,
      moved: answer.moved,
    };
    const expected = { address, chainId: chain_id, escrow };
    return { escrow, says: 'bound', binding: await checkBinding(domain, given, expected) };
  }
  if (epoch === null) return { escrow, says: 'gone' };
  return { escrow, says: 'none', epoch: { kid: epoch.kid, publicKey: epoch.public_key } };
}
