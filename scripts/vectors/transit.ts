import { importAeadKey } from '../../lib/crypto/aead.ts';
import { type Bytes, concatBytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { x25519 } from '../../lib/crypto/noble-x25519.ts';
import { pad } from '../../lib/crypto/padding.ts';
import {
  type Envelope,
  encryptEnvelope,
  envelopeHash,
  openEnvelope,
  signEnvelope,
} from '../../lib/protocol/envelope.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { personas } from './support/personas.ts';
import { repeated } from './support/repeated.ts';
import { sampleContract } from './support/sample-contract.ts';
import { sampleEvent } from './support/sample-event.ts';
import { sealPlaintext } from './support/seal-plaintext.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import { seededRandom } from './support/seeded-random.ts';
import type { VectorFile } from './support/vector-file.ts';

type Sending = { envelope: Envelope; root_secret_hex: string; nonce_hex: string };
type Receiving = { payload: string; root_secret_hex: string };

const { accept, refuse } = casesOf({
  async encrypt({ envelope, root_secret_hex, nonce_hex }: Sending) {
    const key = await importAeadKey(hexDecode(root_secret_hex));
    const payload = await seededRandom([hexDecode(nonce_hex)], () => encryptEnvelope(envelope, key));
    const canonical = canonicalJson(envelope);
    return { steps: { canonical, padded_length: pad(canonical).length }, output: { payload } };
  },
  async open({ payload, root_secret_hex }: Receiving) {
    const envelope = await openEnvelope(payload, await importAeadKey(hexDecode(root_secret_hex)));
    return { output: { envelope, envelope_hash: envelopeHash(envelope) } };
  },
});

const { alice, bob, carol, baseTime } = personas;
const secret = x25519.getSharedSecret(alice.ephemeralSeed, bob.ephemeral.publicKey) as Bytes;
const nonce = seededBytes('transit nonce', 12);
const root_secret_hex = hex(secret);

/** What travels to the peer's mediator. */
export async function transit(): Promise<VectorFile> {
  const { contractId } = await sampleContract();
  const enveloped = (event: string) =>
    signEnvelope({ contractId, event, timestamp: baseTime + 60 }, alice.signer);
  const envelope = await enveloped(sampleEvent('Hello Bob'));
  const right = await sealPlaintext(canonicalJson(envelope), secret, nonce);
  const encrypts = (name: string, one: Envelope) =>
    accept(name, 'encrypt', { envelope: one, root_secret_hex, nonce_hex: hex(nonce) });
  const opens = async (name: string, plaintext: string | Bytes) =>
    accept(name, 'open', { payload: await sealPlaintext(plaintext, secret, nonce), root_secret_hex });
  const no = async (name: string, plaintext: string | Bytes, why: string) =>
    refuse(name, 'open', { payload: await sealPlaintext(plaintext, secret, nonce), root_secret_hex }, why);
  const closed = (name: string, payload: string, why: string, key = secret) =>
    refuse(name, 'open', { payload, root_secret_hex: hex(key) }, why);
  const canonical = canonicalJson(envelope);
  const room = 131_072 - canonicalJson({ ...envelope, event: '' }).length;
  const tooLong = { ...envelope, event: 'x'.repeat(room + 1) };
  return {
    format: 'transit',
    document: 'protocol.md §6.3',
    about:
      'A signed envelope sealed under the root secret of its contract, as it lies at the mediator of the peer.',
    operations: {
      encrypt: 'Seals a signed envelope.',
      open: 'The envelope of a payload and its hash; its signature is not looked at here.',
    },
    modules: ['lib/protocol/envelope.ts', 'lib/protocol/sealed-json.ts'],
    accept: [
      await encrypts('a message', envelope),
      await encrypts(
        'a message of more than 512 bytes',
        await enveloped(sampleEvent('Hello Bob. '.repeat(30))),
      ),
      await opens('the message opened', canonical),
      await opens('without padding', utf8(canonical)),
      await opens(
        'a signature that is not valid, which is not looked at here',
        canonicalJson({ ...envelope, signature: flipBit(envelope.signature, 5) }),
      ),
      await opens(
        'an event that is none, which is not looked at here',
        canonicalJson({ ...envelope, event: 'hello' }),
      ),
    ],
    refuse: [
      await refuse(
        'an envelope of 131,073 bytes',
        'encrypt',
        { envelope: tooLong, root_secret_hex, nonce_hex: hex(nonce) },
        'The largest plaintext is 131,072 bytes.',
        { envelope: { ...envelope, event: repeated('x', room + 1) }, root_secret_hex, nonce_hex: hex(nonce) },
      ),
      await refuse(
        'an envelope without a signature',
        'encrypt',
        { envelope: { ...envelope, signature: '' }, root_secret_hex, nonce_hex: hex(nonce) },
        'It is signed first.',
      ),
      await closed(
        'the secret of another contract',
        right,
        'The tag does not fit.',
        x25519.getSharedSecret(alice.ephemeralSeed, carol.ephemeral.publicKey) as Bytes,
      ),
      await closed('a changed bit', flipBit(right, 100), 'The tag does not fit.'),
      await closed('a ciphertext that is cut', right.slice(0, 36), 'Nonce and tag alone are 28 bytes.'),
      await closed(
        'a ciphertext in base64url',
        right.replaceAll('+', '-').replaceAll('/', '_'),
        'Ciphertext is base64.',
      ),
      await closed('a line feed at the end', `${right}\n`, 'Base64 is canonical.'),
      await no('no UTF-8', concatBytes(utf8('"'), Uint8Array.of(0xff), utf8('"')), 'Plaintext is UTF-8.'),
      await no('no JSON', 'hello', 'It is no JSON.'),
      await no(
        'another order of members',
        JSON.stringify({
          event: envelope.event,
          contract_id: contractId,
          timestamp: envelope.timestamp,
          signature: envelope.signature,
        }),
        'The text is not canonical.',
      ),
      await no(
        'a repeated member',
        canonical.replace('{"contract_id"', '{"contract_id":"","contract_id"'),
        'The text is not canonical.',
      ),
      await no(
        'a time with a fraction of zero',
        canonical.replace('1700000060', '1700000060.0'),
        'The text is not canonical.',
      ),
      await no('a member more', canonicalJson({ ...envelope, to: bob.did }), 'There are four members.'),
      await no(
        'a member less',
        canonicalJson({ contract_id: contractId, event: envelope.event, timestamp: 1 }),
        'There are four members.',
      ),
      await no('a list', '[]', 'An envelope is an object.'),
      await no('null', 'null', 'An envelope is an object.'),
      await no(
        'the event as an object',
        canonicalJson({ ...envelope, event: { type: 'a', data: 1 } }),
        'It is a text.',
      ),
      await no(
        'a signature of 87 characters',
        canonicalJson({ ...envelope, signature: envelope.signature.slice(1) }),
        'A signature has 88.',
      ),
      await no('a negative time', canonicalJson({ ...envelope, timestamp: -1 }), 'Times are not negative.'),
    ],
  };
}
