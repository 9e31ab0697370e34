import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { hex } from '../../../lib/crypto/bytes.ts';

/** A wallet of a fixed private key, whose signatures are deterministic (RFC 6979, low s, last byte 27 or 28). */
export interface FixedWallet {
  /** Lower case, `0x`. */
  address: string;
  /** x ‖ y, 64 bytes. */
  publicKeyHex: string;
  account: PrivateKeyAccount;
}

/** The wallet of 32 bytes. */
export function walletOf(privateKey: Uint8Array): FixedWallet {
  const account = privateKeyToAccount(`0x${hex(privateKey)}`);
  return { address: account.address.toLowerCase(), publicKeyHex: account.publicKey.slice(4), account };
}
