import { agreerFromSeed } from '../../lib/crypto/agreement.ts';
import { type Bytes, hex, hexDecode } from '../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../lib/crypto/canonical.ts';
import { decodeAgreementKey, encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import { x25519 } from '../../lib/crypto/noble-x25519.ts';
import { pad } from '../../lib/crypto/padding.ts';
import { encryptRequest, openRequest, type SignedContract } from '../../lib/protocol/contract.ts';
import { formatDid, parseDid } from '../../lib/protocol/did.ts';
import { signObject } from '../../lib/protocol/signed-object.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { personas } from './support/personas.ts';
import { sampleContract } from './support/sample-contract.ts';
import { sealPlaintext } from './support/seal-plaintext.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import { seededRandom } from './support/seeded-random.ts';
import type { VectorFile } from './support/vector-file.ts';

type Request = SignedContract & { note?: string };
type Making = {
  request: Request;
  ephemeral_seed_hex: string;
  recipient_did: string;
  nonce_hex: string;
};
type Opening = {
  encrypted_request: string;
  requestor_ephemeral_public_key: string;
  sender_did: string;
  own_did: string;
  pre_key_seed_hex: string;
  now: number;
};

const { accept, refuse } = casesOf({
  async encrypt({ request, ephemeral_seed_hex, recipient_did, nonce_hex }: Making) {
    const seed = hexDecode(ephemeral_seed_hex);
    const ephemeral = agreerFromSeed(seed);
    const { preKey } = parseDid(recipient_did);
    const encrypted = await seededRandom([hexDecode(nonce_hex)], () =>
      encryptRequest(request, ephemeral, preKey),
    );
    const canonical = canonicalJson(request);
    return {
      steps: {
        wrapping_key_hex: hex(x25519.getSharedSecret(seed, preKey)),
        canonical,
        padded_length: pad(canonical).length,
      },
      output: {
        encrypted_request: encrypted,
        requestor_ephemeral_public_key: encodeAgreementKey(ephemeral.publicKey),
      },
    };
  },
  async open(input: Opening) {
    const seed = hexDecode(input.pre_key_seed_hex);
    const { signed, note } = await openRequest(input.encrypted_request, {
      preKeyAgreer: agreerFromSeed(seed),
      outerEphemeral: input.requestor_ephemeral_public_key,
      senderDid: input.sender_did,
      ownDid: input.own_did,
      now: input.now,
    });
    const outer = decodeAgreementKey(input.requestor_ephemeral_public_key);
    return {
      steps: { wrapping_key_hex: hex(x25519.getSharedSecret(seed, outer)) },
      output: { signed_contract: signed, note },
    };
  },
});

const { alice, bob, carol, mediator, baseTime } = personas;
const DAY = 86_400;
const nonce = seededBytes('request nonce', 12);
const aliceKey = encodeAgreementKey(alice.ephemeral.publicKey);
const bobKey = encodeAgreementKey(bob.ephemeral.publicKey);
const carolKey = encodeAgreementKey(carol.ephemeral.publicKey);
const wrappingKey = x25519.getSharedSecret(alice.ephemeralSeed, bob.preKey.publicKey) as Bytes;
const secondAlice = formatDid({
  alias: 'alice',
  signingKey: alice.signer.publicKey,
  preKey: alice.preKey.publicKey,
  mediatorDid: 'did:web:other.example',
});

/** Requests for a contract. */
export async function contractRequest(): Promise<VectorFile> {
  const { request, signed } = await sampleContract();
  const open = request.contract;

  const making = {
    ephemeral_seed_hex: hex(alice.ephemeralSeed),
    recipient_did: bob.did,
    nonce_hex: hex(nonce),
  };
  const encrypts = (name: string, changes: Partial<Request>) =>
    accept(name, 'encrypt', { ...making, request: { ...request, ...changes } });
  const noEncrypt = (name: string, changes: object, why: string, other: Partial<Making> = {}) =>
    refuse(name, 'encrypt', { ...making, request: { ...request, ...changes }, ...other }, why);

  const sealed = (plaintext: string | object, key = wrappingKey) =>
    sealPlaintext(typeof plaintext === 'string' ? plaintext : canonicalJson(plaintext), key, nonce);
  const opening = {
    requestor_ephemeral_public_key: aliceKey,
    sender_did: alice.did,
    own_did: bob.did,
    pre_key_seed_hex: hex(bob.preKeySeed),
    now: baseTime,
  };
  const opens = async (name: string, plaintext: string | object, changes: Partial<Opening> = {}) =>
    accept(name, 'open', { ...opening, encrypted_request: await sealed(plaintext), ...changes });
  const no = async (name: string, plaintext: string | object, why: string, changes: Partial<Opening> = {}) =>
    refuse(name, 'open', { ...opening, encrypted_request: await sealed(plaintext), ...changes }, why);
  /** The request as Alice, or whoever, would have signed it with these changes. */
  const signedWith = async (changes: object, signer = alice.signer): Promise<SignedContract> => {
    const contract = { ...open, ...changes };
    return { contract, requestor_signature: await signObject(contract, signer), recipient_signature: null };
  };
  const noSigned = async (name: string, changes: object, why: string, context: Partial<Opening> = {}) =>
    no(name, await signedWith(changes), why, context);

  const right = await sealed(request);
  return {
    format: 'contract-request',
    document: 'protocol.md §4.4',
    about: "A signed request for a contract, sealed to the recipient's pre-key with a key pair made for it.",
    operations: {
      encrypt:
        "Seals a request with the requestor's ephemeral private key to the pre-key in the recipient's DID.",
      open: 'Opens a request at its recipient (or mediator) and makes the checks 1 to 10 of protocol.md §4.5, in that order. `now` is in seconds.',
    },
    modules: ['lib/protocol/contract-request.ts', 'lib/protocol/contract-schema.ts'],
    accept: [
      await encrypts('a request', {}),
      await encrypts('a request with a note', { note: 'Hello Bob, it is me – Alice 👋' }),
      await encrypts('a note of 280 code points that are 560 UTF-16 code units', { note: '😀'.repeat(280) }),
      await encrypts('an empty note', { note: '' }),
      await opens('the request opened', request),
      await opens('the request opened with its note', { ...request, note: 'Hello Bob' }),
      await opens('the request a second before its end', request, { now: open.expires_at - 1 }),
      await opens('a request from a clock that is 300 seconds ahead', request, { now: baseTime - 300 }),
      await opens('a request for 60 seconds', await signedWith({ expires_at: baseTime + 60 })),
      await opens('a request for 400 days', await signedWith({ expires_at: baseTime + 400 * DAY })),
      await accept('a registration opened by the mediator', 'open', {
        ...opening,
        encrypted_request: await sealed(
          await signedWith({ recipient_did: mediator.did }),
          x25519.getSharedSecret(alice.ephemeralSeed, mediator.preKey.publicKey) as Bytes,
        ),
        own_did: mediator.did,
        pre_key_seed_hex: hex(mediator.preKeySeed),
      }),
    ],
    refuse: [
      await noEncrypt('another ephemeral than the request names', {}, 'The request names its key.', {
        ephemeral_seed_hex: hex(carol.ephemeralSeed),
      }),
      await noEncrypt('a completed contract', { ...signed }, 'A request is not completed.'),
      await noEncrypt(
        "a request with the recipient's signature",
        { recipient_signature: signed.recipient_signature },
        'A request is not completed.',
      ),
      await noEncrypt(
        'a note of 281 code points',
        { note: 'x'.repeat(281) },
        'A note has at most 280 code points.',
      ),
      await noEncrypt('a note that is null', { note: null }, 'A note that is not there is left out.'),
      await noEncrypt('a member more', { priority: 1 }, 'A request has four members at most.'),
      await noEncrypt('a note with a lone surrogate', { note: '\ud800' }, 'UTF-8 cannot carry it.'),

      await no('an outer key that is no key', request, 'It is multibase.', {
        requestor_ephemeral_public_key: hex(alice.ephemeral.publicKey),
      }),
      await no('an outer key of low order', request, 'Keys are checked when they are taken in.', {
        requestor_ephemeral_public_key: encodeAgreementKey(new Uint8Array(32)),
      }),
      await no('another outer key', request, 'The secret is another.', {
        requestor_ephemeral_public_key: carolKey,
      }),
      await no("another recipient's pre-key", request, 'The secret is another.', {
        pre_key_seed_hex: hex(carol.preKeySeed),
      }),
      await refuse(
        'a changed bit',
        'open',
        { ...opening, encrypted_request: flipBit(right, 30) },
        'The tag does not fit.',
      ),
      await refuse(
        'a ciphertext that is cut',
        'open',
        { ...opening, encrypted_request: 'AAAA' },
        'Nonce and tag alone are 28 bytes.',
      ),
      await refuse(
        'a ciphertext in base64url',
        'open',
        { ...opening, encrypted_request: right.replaceAll('+', '-').replaceAll('/', '_') },
        'Ciphertext is base64.',
      ),
      await no('plaintext that is no JSON', 'hello', 'It is no JSON.'),
      await no(
        'plaintext that is not canonical',
        JSON.stringify({
          requestor_signature: request.requestor_signature,
          recipient_signature: null,
          contract: open,
        }),
        'It is canonical text.',
      ),
      await no(
        'a repeated member',
        canonicalJson(request).replace('{"contract":', '{"contract":{},"contract":'),
        'It is canonical text.',
      ),
      await no('a contract alone', open, 'It is a signed contract.'),
      await no('a member more, opened', { ...request, priority: 1 }, 'It has four members at most.'),
      await no(
        'a member more in the contract',
        await signedWith({ version: 1 }),
        'A contract has six members.',
      ),
      await no(
        'a note of 281 code points, opened',
        { ...request, note: 'x'.repeat(281) },
        'A note has at most 280 code points.',
      ),
      await no('a note that is a number', { ...request, note: 5 }, 'A note is a text.'),
      await no(
        'a note that is null, opened',
        { ...request, note: null },
        'A note that is not there is left out.',
      ),
      await no(
        "without the recipient's signature",
        { contract: open, requestor_signature: request.requestor_signature },
        'It is there and null.',
      ),
      await noSigned('59 seconds', { expires_at: baseTime + 59 }, 'It lasts 60 seconds at least.'),
      await noSigned(
        '400 days and a second',
        { expires_at: baseTime + 400 * DAY + 1 },
        'It lasts 400 days at most.',
      ),
      await noSigned(
        'times in milliseconds',
        { timestamp: baseTime * 1000, expires_at: baseTime * 1000 + 60_000 },
        'Times are whole seconds.',
      ),
      await noSigned('one DID on both sides', { requestor_did: bob.did }, 'The parties differ.'),
      await no('a completed contract, opened', signed, 'A request is not completed.'),
      await no(
        "with the recipient's key",
        await signedWith({ recipient_encryption_public_key: bobKey }),
        'A request is not completed.',
      ),
      await no(
        "with the recipient's signature",
        { ...request, recipient_signature: signed.recipient_signature },
        'A request is not completed.',
      ),
      await noSigned('for another', { recipient_did: carol.did }, 'recipient_did is not the own DID.'),
      await no(
        'for another DID of the own signing key',
        request,
        'recipient_did is not the own DID, letter by letter.',
        { own_did: bob.did.replace('Ym9i', 'Qm9i') },
      ),
      await no('sent by another', request, 'requestor_did is not the sender.', { sender_did: carol.did }),
      await no(
        'sent by another DID of the same signing key',
        request,
        'requestor_did is not the sender, letter by letter.',
        { sender_did: secondAlice },
      ),
      await noSigned(
        'another ephemeral inside',
        { requestor_encryption_public_key: carolKey },
        'It is not the outer one.',
      ),
      await no('from a clock that is 301 seconds ahead', request, 'It is from the future.', {
        now: baseTime - 301,
      }),
      await no('at the second of its end', request, 'It has ended.', { now: open.expires_at }),
      await no('signed by another', await signedWith({}, carol.signer), 'The requestor did not sign.'),
      await no(
        'changed after it was signed',
        { ...request, contract: { ...open, expires_at: open.expires_at + 1 } },
        'It is not what was signed.',
      ),
      await no(
        'a requestor whose DID does not parse',
        await signedWith({ requestor_did: 'did:decentrl:a:b:c' }),
        'The DID does not parse.',
        { sender_did: 'did:decentrl:a:b:c' },
      ),
    ],
  };
}
