import { hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { signerFromSeed, verifySignature } from '../../lib/crypto/signature.ts';
import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import type { SignatureCase } from '../../test/support/crypto-cases.ts';
import { makeEdgeCases } from '../../test/vectors/make-edge-cases.ts';
import { casesOf } from './support/cases-of.ts';
import type { VectorFile } from './support/vector-file.ts';

type Message = { signing_seed_hex: string; message_hex: string };
type Signed = { public_key_hex: string; message_hex: string; signature_hex: string };

const { accept, refuse } = casesOf({
  async sign({ signing_seed_hex, message_hex }: Message) {
    const signer = signerFromSeed(hexDecode(signing_seed_hex));
    const signature = await signer.sign(hexDecode(message_hex));
    return { output: { public_key_hex: hex(signer.publicKey), signature_hex: hex(signature) } };
  },
  async verify({ public_key_hex, message_hex, signature_hex }: Signed) {
    const [key, message, signature] = [
      hexDecode(public_key_hex),
      hexDecode(message_hex),
      hexDecode(signature_hex),
    ];
    if (!(await verifySignature(key, message, signature))) throw new ProtocolError('signature');
    return { output: { valid: true } };
  },
});

/** Why a row is refused, by the beginning of its name. */
const REASONS: readonly (readonly [start: string, why: string])[] = [
  ['S = L - 1', 'The equation does not hold.'],
  ['S = 0', 'The equation does not hold.'],
  ['S ', 'S is not below L.'],
  ['R and S of another message', 'The equation does not hold.'],
  ['R = -A', 'The equation does not hold.'],
  ['empty R', 'A signature has 64 bytes.'],
  ['short S', 'A signature has 64 bytes.'],
  ['long S', 'A signature has 64 bytes.'],
  ['no signature', 'A signature has 64 bytes.'],
  ['short key', 'A key has 32 bytes.'],
  ['long key', 'A key has 32 bytes.'],
  ['no key', 'A key has 32 bytes.'],
  ['small-order A', 'The key is of small order, so it would not be taken in.'],
  ['small-order R0', 'R is the identity.'],
  ['small-order R', 'R is of small order: only a verifier that clears the cofactor accepts it.'],
  ['torsioned A', 'The key is not torsion-free, so it would not be taken in.'],
  ['torsioned R', 'R is not torsion-free: only a verifier that clears the cofactor accepts it.'],
  ['protocol.md', 'R is not torsion-free: only a verifier that clears the cofactor accepts it.'],
  ['A ', 'The key is not canonical, so it would not be taken in.'],
  ['R not canonical', 'R is not canonical.'],
];

function whyOf({ name }: SignatureCase): string {
  const why = REASONS.find(([start]) => name.startsWith(start))?.[1];
  if (why === undefined) throw new Error(`why is "${name}" refused?`);
  return why;
}

/** Of the pairs of small-order keys and Rs one for each key is enough here; edge-cases.json has all. */
const isKept = ({ name }: SignatureCase) => {
  const pair = /^small-order A(\d), R(\d)/.exec(name);
  return pair === null || pair[1] === pair[2];
};

const inputOf = ({ publicKey, message, signature }: SignatureCase): Signed => ({
  public_key_hex: publicKey,
  message_hex: message,
  signature_hex: signature,
});

/** Ed25519, and the one verdict on what libraries dispute. */
export async function signature(): Promise<VectorFile> {
  const rows = makeEdgeCases().signatures.filter(isKept);
  const sign = (name: string, message: Uint8Array) =>
    accept(name, 'sign', { signing_seed_hex: '01'.repeat(32), message_hex: hex(message) });
  return {
    format: 'signature',
    document: 'protocol.md §3.3',
    about:
      'Ed25519 with one verdict everywhere, also where libraries disagree: small order, torsion, other encodings, S beyond L.',
    operations: {
      sign: 'Signs a message.',
      verify: 'The verdict on a signature by a key that is any bytes.',
    },
    modules: ['lib/crypto/signature.ts', 'lib/crypto/edwards-points.ts', 'lib/protocol/signed-object.ts'],
    accept: await Promise.all([
      sign('nothing', new Uint8Array(0)),
      sign('a message', utf8('hello')),
      sign('canonical JSON', utf8('{"a":1}')),
      ...rows.filter(({ valid }) => valid).map((row) => accept(row.name, 'verify', inputOf(row))),
    ]),
    refuse: await Promise.all(
      rows.filter(({ valid }) => !valid).map((row) => refuse(row.name, 'verify', inputOf(row), whyOf(row))),
    ),
  };
}
