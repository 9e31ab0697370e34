import { agreerFromSeed, assertAgreementKey } from '../../lib/crypto/agreement.ts';
import { hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalCoordinate } from '../../lib/crypto/montgomery-points.ts';
import { x25519 } from '../../lib/crypto/noble-x25519.ts';
import type { AgreementCase } from '../../test/support/crypto-cases.ts';
import { makeEdgeCases } from '../../test/vectors/make-edge-cases.ts';
import { casesOf } from './support/cases-of.ts';
import { personas } from './support/personas.ts';
import type { VectorFile } from './support/vector-file.ts';

type Pair = { private_seed_hex: string; public_key_hex: string };
type Key = { public_key_hex: string };

const { accept, refuse } = casesOf({
  'take-in'({ public_key_hex }: Key) {
    assertAgreementKey(hexDecode(public_key_hex));
    return { output: { public_key_hex } };
  },
  async agree({ private_seed_hex, public_key_hex }: Pair) {
    const [seed, publicKey] = [hexDecode(private_seed_hex), hexDecode(public_key_hex)];
    await agreerFromSeed(seed).agree(publicKey);
    const canonical = canonicalCoordinate(publicKey);
    return {
      steps: { canonical_public_key_hex: hex(canonical) },
      output: { shared_secret_hex: hex(x25519.getSharedSecret(seed, canonical)) },
    };
  },
});

/** Of what differs in a number only a few are enough here; edge-cases.json has all. */
const isKept = ({ name }: AgreementCase) =>
  !/^u = p \+ ([2-9]|1\d) with the top bit$|^honest ([7-9]|1\d)/.test(name);

const nameOf = ({ name }: AgreementCase) =>
  name.replace(/^u = \d{20,}(\d)$/, (_, last) => (last === '7' ? 'u = p - 2' : 'u = p - 3'));

const inputOf = ({ secretKey, publicKey }: AgreementCase): Pair => ({
  private_seed_hex: secretKey,
  public_key_hex: publicKey,
});

/** X25519, and the keys it must not be made with. */
export async function agreement(): Promise<VectorFile> {
  const rows = makeEdgeCases().agreements.filter(isKept);
  const { alice, bob } = personas;
  const taken = (row: AgreementCase) => `taken in: ${nameOf(row)}`;
  return {
    format: 'agreement',
    document: 'protocol.md §3.4',
    about:
      'X25519 to a raw secret of 32 bytes: no key of low order, and at intake no other spelling of a key.',
    operations: {
      'take-in': 'Takes a public key from outside, once.',
      agree: 'Agrees with a key as it is, after bringing it to its canonical form.',
    },
    modules: ['lib/crypto/agreement.ts', 'lib/crypto/montgomery-points.ts'],
    accept: await Promise.all([
      accept('root secret of Alice and Bob', 'agree', {
        private_seed_hex: hex(alice.ephemeralSeed),
        public_key_hex: hex(bob.ephemeral.publicKey),
      }),
      accept('the same on the other side', 'agree', {
        private_seed_hex: hex(bob.ephemeralSeed),
        public_key_hex: hex(alice.ephemeral.publicKey),
      }),
      accept('wrapping key of the request of Alice to Bob', 'agree', {
        private_seed_hex: hex(alice.ephemeralSeed),
        public_key_hex: hex(bob.preKey.publicKey),
      }),
      ...rows
        .filter(({ accepted }) => accepted)
        .map((row) => accept(taken(row), 'take-in', { public_key_hex: row.publicKey })),
      ...rows
        .filter(({ sharedSecret }) => sharedSecret !== null)
        .map((row) => accept(nameOf(row), 'agree', inputOf(row))),
    ]),
    refuse: await Promise.all([
      ...rows
        .filter(({ accepted }) => !accepted)
        .map((row) =>
          refuse(
            taken(row),
            'take-in',
            { public_key_hex: row.publicKey },
            row.sharedSecret === null ? 'Its order is low.' : 'It is not canonical.',
          ),
        ),
      refuse('taken in: 31 bytes', 'take-in', { public_key_hex: '09'.repeat(31) }, 'A key has 32 bytes.'),
      refuse('taken in: no bytes', 'take-in', { public_key_hex: '' }, 'A key has 32 bytes.'),
      ...rows
        .filter(({ sharedSecret }) => sharedSecret === null)
        .map((row) => refuse(nameOf(row), 'agree', inputOf(row), 'The secret would be all zeros.')),
    ]),
  };
}
