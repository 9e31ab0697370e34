/**
 * A binding from outside becomes one we know only here: the wallet's signature, the DID's own, and where they came with
 * it the earlier DID's word and the move of the identity (address-messaging.md §1.3 to §1.5, B-11, B-16).
 */
import { equalBytes } from '../crypto/bytes.ts';
import type { ConnectedDomain } from '../domain/connected-domain.ts';
import type { KnownBinding } from '../domain/records/address-record.ts';
import {
  type BoundWallet,
  parseBinding,
  verifyBindingStatement,
  verifySuccession,
} from '../protocol/binding.ts';
import { parseDid } from '../protocol/did.ts';
import { verifyMoved } from '../protocol/moved-statement.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { verifyBinding } from '../wallet-proof/verify-binding.ts';
import { contractWallets } from './contract-wallets.ts';

/** What a check needs of the domain. */
export type CheckingDomain = Pick<ConnectedDomain, 'fetch' | 'clock' | 'chainSettings'>;

/** A binding as an escrow gives it, with everything it may come with. */
export interface GivenBinding {
  binding: unknown;
  chainId: number;
  walletSignature: string;
  didSignature: string;
  previousDid?: string | null | undefined;
  previousSignature?: string | null | undefined;
  moved?: unknown;
}

/** A binding that holds, and the signing key (multibase) that agreed to be replaced by it. */
export interface CheckedBinding {
  known: KnownBinding;
  succeeds: string | null;
}

/**
 * Verifies a binding of exactly this wallet and chain at this escrow. Throws ProtocolError when it does not hold, and
 * MediatorUnreachableError when a chain that must be asked does not answer: then nothing is known either way.
 */
export async function checkBinding(
  domain: CheckingDomain,
  given: GivenBinding,
  expected: { address: string; chainId: number; escrow: string },
): Promise<CheckedBinding> {
  const bound: BoundWallet = {
    binding: parseBinding(given.binding),
    chainId: given.chainId,
    walletSignature: given.walletSignature,
  };
  const { binding } = bound;
  if (binding.wallet !== expected.address || binding.escrow !== expected.escrow)
    throw new ProtocolError('binding', 'a binding of another wallet or for another escrow');
  if (given.chainId !== expected.chainId) throw new ProtocolError('chain', 'a binding of another chain');
  const wallets = contractWallets(domain.fetch, await domain.chainSettings.get());
  const proof = await verifyBinding(bound, wallets);
  await verifyBindingStatement(bound, given.didSignature);
  const now = domain.clock.now();
  return {
    known: {
      ...bound,
      didSignature: given.didSignature,
      kind: proof.kind,
      did: await didNow(binding.did, given.moved),
      firstSeenAt: now,
      checkedAt: now,
    },
    succeeds: await succeeded(bound, given),
  };
}

/** The DID under which the bound identity answers now: it may have gone to another mediator and said so. */
async function didNow(did: string, moved: unknown): Promise<string> {
  if (moved === undefined || moved === null) return did;
  const { oldDid, newDid } = await verifyMoved(moved);
  if (oldDid.did !== did) throw new ProtocolError('moved', 'somebody else moved');
  return newDid.did;
}

async function succeeded(bound: BoundWallet, given: GivenBinding): Promise<string | null> {
  const { previousDid, previousSignature } = given;
  if (previousDid == null || previousSignature == null) return null;
  const previous = await verifySuccession(bound, previousDid, previousSignature);
  return previous.signingKeyMultibase;
}

/** Tells whether two bindings are of one identity: its signing key decides, a DID may move. */
export function sameIdentity(a: Pick<KnownBinding, 'did'>, b: Pick<KnownBinding, 'did'>): boolean {
  return equalBytes(parseDid(a.did).signingKey, parseDid(b.did).signingKey);
}
