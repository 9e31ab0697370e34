import { concatBytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { hkdfSha256 } from '../../lib/crypto/kdf.ts';
import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import { epochAgreer } from '../../lib/protocol/epoch-key.ts';
import { bobsWallet } from './support/held-sample.ts';
import { personas } from './support/personas.ts';
import { refused } from './support/refused.ts';
import type { AcceptCase, RefuseCase, VectorFile } from './support/vector-file.ts';
import { walletOf } from './support/wallet-of.ts';

const master = hex(personas.escrow.epochMaster);

function derived(name: string, epoch_master_hex: string, address: string): AcceptCase {
  const info = concatBytes(utf8('decentrl/epoch/v1'), hexDecode(address.slice(2)));
  const { publicKey } = epochAgreer(hexDecode(epoch_master_hex), address);
  return {
    name,
    operation: 'derive',
    input: { epoch_master_hex, address },
    steps: {
      info_hex: hex(info),
      agreement_seed_hex: hex(hkdfSha256(hexDecode(epoch_master_hex), info)),
      public_key_hex: hex(publicKey),
    },
    output: { public_key: encodeAgreementKey(publicKey) },
  };
}

function wrong(name: string, epoch_master_hex: string, address: string, why: string): Promise<RefuseCase> {
  return refused({ name, operation: 'derive', input: { epoch_master_hex, address }, why }, () =>
    epochAgreer(hexDecode(epoch_master_hex), address),
  );
}

/** The escrow's key for one address in one epoch. */
export async function epochKey(): Promise<VectorFile> {
  return {
    format: 'epoch-key',
    document: 'address-messaging.md §2',
    about:
      'An escrow has one master key an epoch and derives of it an X25519 key for each address, whatever the chain.',
    operations: {
      derive:
        'HKDF-SHA-256 of the master with an empty salt and info "decentrl/epoch/v1" followed by the 20 bytes of the address; its 32 bytes are the private key (clamped when it is used, RFC 7748).',
    },
    modules: ['lib/protocol/epoch-key.ts', 'lib/crypto/kdf.ts'],
    accept: [
      derived('for Bob’s wallet', master, bobsWallet.address),
      derived('for another wallet', master, walletOf(personas.secondWallet.privateKey).address),
      derived('in another epoch', '20'.repeat(32), bobsWallet.address),
    ],
    refuse: [
      await wrong('a master of 31 bytes', '10'.repeat(31), bobsWallet.address, 'A master is 32 bytes.'),
      await wrong('an address with capitals', master, `0x${'AB'.repeat(20)}`, 'Addresses are lower case.'),
      await wrong('a DID for an address', master, personas.bob.did, 'The key is of an address.'),
    ],
  };
}
