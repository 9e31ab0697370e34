import { secp256k1 } from '@noble/curves/secp256k1.js';
import { hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { keccak256 } from '../../../lib/crypto/hash.ts';
import { addressBytes } from '../../../lib/protocol/ethereum-address.ts';
import { checksumAddress } from '../../../lib/wallets/checksum-address.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

runVectors<{ address: string; wallet_private_key_hex: string }>('ethereum-address', {
  parse({ address }) {
    return { output: { address_hex: hex(addressBytes(address)) } };
  },
  checksum({ address }) {
    const steps = { keccak256_hex: hex(keccak256(utf8(address.slice(2)))) };
    return { steps, output: { shown: checksumAddress(address) } };
  },
  wallet({ wallet_private_key_hex }) {
    const publicKey = secp256k1.getPublicKey(hexDecode(wallet_private_key_hex), false).subarray(1);
    const address = `0x${hex(keccak256(publicKey).subarray(12))}`;
    return { steps: { public_key_hex: hex(publicKey) }, output: { address } };
  },
});
