/**
 * The wallet's side of a binding, verified alike by everyone who relies on it: escrow, sender, recipient. An account is
 * recovered from its signature and needs no network; a contract wallet answers by ERC-1271, for its chain only, and only
 * on a chain the verifier chose (address-messaging.md §1.3, B-12).
 */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { encodeAbiParameters, hashTypedData, keccak256 } from 'viem/utils';
import { concatBytes, hexDecode } from '../crypto/bytes.ts';
import {
  type BoundWallet,
  bindingTypedData,
  parseBinding,
  revocationTypedData,
} from '../protocol/binding.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';

type Hex = `0x${string}`;

const IS_VALID_SIGNATURE = '0x1626ba7e';
const BYTES32_BYTES = [{ type: 'bytes32' }, { type: 'bytes' }] as const;

/** The chains whose contract wallets a verifier believes, and how it asks them. */
export interface ContractWallets {
  readonly chains: readonly number[];
  /** `eth_call` at the `finalized` block: the hex it returns, `0x` where there is no code, null where it reverts. Rejects when it cannot tell. */
  call(chainId: number, request: { to: string; data: string }): Promise<string | null>;
}

/** How a wallet proved itself; a contract's proof holds for its chain and is asked again. */
export type WalletProof = { kind: 'account' } | { kind: 'contract'; chainId: number };

/**
 * Verifies that the wallet signed this binding. Throws `ProtocolError`: `wallet-signature` when it did not (for a
 * contract wallet: no longer), `chain` for a contract wallet of a chain that is not ours; what the chain's endpoint
 * throws, passes. The DID's side is `verifyBindingStatement`.
 */
export async function verifyBinding(bound: BoundWallet, wallets: ContractWallets): Promise<WalletProof> {
  const binding = parseBinding(bound.binding);
  const digest = hashTypedData(bindingTypedData(binding, bound.chainId) as never);
  return verifyWallet({ ...bound, binding, digest }, wallets);
}

/** Verifies that the wallet took exactly this binding back. Throws as `verifyBinding` does. */
export async function verifyWalletRevocation(
  revoked: BoundWallet,
  wallets: ContractWallets,
): Promise<WalletProof> {
  const digest = hashTypedData(revocationTypedData(revoked.binding, revoked.chainId) as never);
  return verifyWallet({ ...revoked, digest }, wallets);
}

async function verifyWallet(
  { binding, chainId, walletSignature, digest }: BoundWallet & { digest: Hex },
  wallets: ContractWallets,
): Promise<WalletProof> {
  if (recoverAddress(digest, walletSignature) === binding.wallet) return { kind: 'account' };
  if (!wallets.chains.includes(chainId))
    throw new ProtocolError('chain', 'not an account’s signature, and no chain to ask a contract on');
  const parameters = encodeAbiParameters(BYTES32_BYTES, [digest, walletSignature as Hex]);
  const data = IS_VALID_SIGNATURE + parameters.slice(2);
  const answer = await wallets.call(chainId, { to: binding.wallet, data });
  // A word that begins with the four bytes: an account without code gives none, and `true` is not enough.
  if (answer?.toLowerCase() !== IS_VALID_SIGNATURE.padEnd(66, '0'))
    throw new ProtocolError('wallet-signature', 'the wallet did not sign this');
  return { kind: 'contract', chainId };
}

/** The account that made a signature, null when the bytes are no signature of any. */
function recoverAddress(digest: Hex, walletSignature: string): string | null {
  const bytes = hexDecode(walletSignature.slice(2));
  if (bytes.length !== 65) return null;
  const last = bytes[64] as number;
  const recovery = last < 27 ? last : last - 27;
  if (recovery > 1) return null;
  try {
    const signature = concatBytes(Uint8Array.of(recovery), bytes.subarray(0, 64));
    const compact = secp256k1.recoverPublicKey(signature, hexDecode(digest.slice(2)), { prehash: false });
    const publicKey = secp256k1.Point.fromBytes(compact).toBytes(false);
    return `0x${keccak256(publicKey.subarray(1)).slice(-40)}`;
  } catch {
    return null;
  }
}
