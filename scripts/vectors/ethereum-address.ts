import { hex, utf8 } from '../../lib/crypto/bytes.ts';
import { keccak256 } from '../../lib/crypto/hash.ts';
import { addressBytes } from '../../lib/protocol/ethereum-address.ts';
import { checksumAddress } from '../../lib/wallets/checksum-address.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import type { AcceptCase, RefuseCase, VectorFile } from './support/vector-file.ts';
import { walletOf } from './support/wallet-of.ts';

// The example of EIP-55.
const EXAMPLE = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';

function parsed(name: string, address: string): AcceptCase {
  return {
    name,
    operation: 'parse',
    input: { address },
    output: { address_hex: hex(addressBytes(address)) },
  };
}

function shown(name: string, address: string): AcceptCase {
  const steps = { keccak256_hex: hex(keccak256(utf8(address.slice(2)))) };
  return {
    name,
    operation: 'checksum',
    input: { address },
    steps,
    output: { shown: checksumAddress(address) },
  };
}

function wrong(name: string, address: string, why: string): Promise<RefuseCase> {
  return refused({ name, operation: 'parse', input: { address }, why }, () => addressBytes(address));
}

/** Wallet addresses on the wire, in hashes and on the screen. */
export async function ethereumAddress(): Promise<VectorFile> {
  const wallet = walletOf(personas.wallet.privateKey);
  return {
    format: 'ethereum-address',
    document: 'address-messaging.md §2',
    about:
      'An address is lower-case hex with 0x in every object, 20 bytes in every hash, and checksummed (EIP-55) on the screen only.',
    operations: {
      parse: 'The 20 bytes of an address as it stands in an object.',
      checksum:
        'The form for the screen: a letter is a capital where the digit of Keccak-256 of the 40 lower-case digits (as text, without 0x) at its place is 8 or more.',
      wallet:
        'The address of a secp256k1 private key: the last 20 bytes of Keccak-256 of the 64 bytes x ‖ y.',
    },
    modules: ['lib/protocol/ethereum-address.ts', 'lib/wallets/checksum-address.ts'],
    accept: [
      {
        name: 'of the wallet of all vectors',
        operation: 'wallet',
        input: { wallet_private_key_hex: hex(personas.wallet.privateKey) },
        steps: { public_key_hex: wallet.publicKeyHex },
        output: { address: wallet.address },
      },
      {
        name: 'of the second wallet of all vectors',
        operation: 'wallet',
        input: { wallet_private_key_hex: hex(personas.secondWallet.privateKey) },
        steps: { public_key_hex: walletOf(personas.secondWallet.privateKey).publicKeyHex },
        output: { address: walletOf(personas.secondWallet.privateKey).address },
      },
      parsed('in an object', wallet.address),
      parsed('the address of nobody', `0x${'00'.repeat(20)}`),
      shown('the example of EIP-55', EXAMPLE),
      shown('of the wallet', wallet.address),
      shown('of digits only', `0x${'01'.repeat(20)}`),
    ],
    refuse: [
      await wrong('with its checksum', checksumAddress(EXAMPLE), 'Objects carry lower-case addresses only.'),
      await wrong(
        'in capitals',
        `0x${EXAMPLE.slice(2).toUpperCase()}`,
        'Objects carry lower-case addresses only.',
      ),
      await wrong('with 0X', `0X${EXAMPLE.slice(2)}`, 'The prefix is 0x.'),
      await wrong('without 0x', EXAMPLE.slice(2), 'The prefix is 0x.'),
      await wrong('a digit less', EXAMPLE.slice(0, -1), 'An address has 40 digits.'),
      await wrong('a byte more', `${EXAMPLE}00`, 'An address has 40 digits.'),
      await wrong('a line feed after it', `${EXAMPLE}\n`, 'Nothing may stand around an address.'),
      await wrong('a name', 'alice.eth', 'Names are resolved before anything is made of them.'),
    ],
  };
}
