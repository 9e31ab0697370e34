import { decryptAead, encryptAead, importAeadKey } from '../../lib/crypto/aead.ts';
import { base64Decode, base64Encode } from '../../lib/crypto/base64.ts';
import { type Bytes, concatBytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { canonicalJson, type JsonValue } from '../../lib/crypto/canonical.ts';
import { decodeAgreementKey, encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import { importPrivateKey, pkcs8OfSeed } from '../../lib/crypto/native-keys.ts';
import { unwrapContractKey, wrapContractKey } from '../../lib/keys/contract-key-wrapping.ts';
import type { SignedContract } from '../../lib/protocol/contract.ts';
import { deriveStorageKeys } from '../../lib/protocol/derive-keys.ts';
import { parseDid } from '../../lib/protocol/did.ts';
import { ProtocolError } from '../../lib/protocol/protocol-error.ts';
import { parseSavedContractKey } from '../../lib/protocol/saved-contract-key.ts';
import { openStored } from '../../lib/protocol/stored-event.ts';
import { contractRecordId, importTagKey } from '../../lib/protocol/tags.ts';
import { TAG_DOMAIN } from '../../lib/protocol/wire.ts';
import { contractKeyRow } from '../../lib/relationships/contract-key-event.ts';
import { casesOf } from './support/cases-of.ts';
import { flipBit } from './support/flip-bit.ts';
import { importStoreKey } from './support/import-store-key.ts';
import { personas } from './support/personas.ts';
import { sampleContract } from './support/sample-contract.ts';
import { seededBytes } from './support/seeded-bytes.ts';
import { seededRandom } from './support/seeded-random.ts';
import type { Members, VectorFile } from './support/vector-file.ts';

const CONTEXT = 'decentrl/contract-key/v1';

type Wrapping = { private_seed_hex: string; store_key_hex: string; nonce_hex: string };
type Unwrapping = { wrapped_private_key: string; store_key_hex: string; ephemeral_public_key: string };
type Saving = {
  own_did: string;
  peer_did: string;
  ephemeral_public_key: string;
  wrapped_private_key: string;
  signed_contract: SignedContract;
  timestamp: number;
  store_key_hex: string;
  tag_key_hex: string;
  nonce_hex: string;
};

const { alice, bob, mediator, baseTime } = personas;

const { accept, refuse } = casesOf({
  async wrap({ private_seed_hex, store_key_hex, nonce_hex }: Wrapping) {
    const seed = hexDecode(private_seed_hex);
    const privateKey = await importPrivateKey('X25519', seed, true);
    if (!privateKey) throw new Error('this runtime has no X25519');
    const store = await importStoreKey(hexDecode(store_key_hex));
    const wrapped = await seededRandom([hexDecode(nonce_hex)], () => wrapContractKey(store, privateKey));
    return {
      steps: { pkcs8_hex: hex(pkcs8OfSeed('X25519', seed)), additional_data: CONTEXT },
      output: { wrapped_private_key: wrapped },
    };
  },
  async unwrap({ wrapped_private_key, store_key_hex, ephemeral_public_key }: Unwrapping) {
    const key = await importAeadKey(hexDecode(store_key_hex));
    const pkcs8 = await decryptAead(key, base64Decode(wrapped_private_key), utf8(CONTEXT));
    const store = await importStoreKey(hexDecode(store_key_hex));
    await unwrapContractKey(store, wrapped_private_key, decodeAgreementKey(ephemeral_public_key)).catch(
      () => {
        throw new ProtocolError('private-key');
      },
    );
    return { steps: { pkcs8_hex: hex(pkcs8) }, output: { private_seed_hex: hex(pkcs8.slice(16)) } };
  },
  parse: ({ data }: { data: JsonValue }) => ({ output: { data: parseSavedContractKey(data) } }),
  async id({ ephemeral_public_key, tag_key_hex }: { ephemeral_public_key: string; tag_key_hex: string }) {
    const publicKey = decodeAgreementKey(ephemeral_public_key);
    const id = await contractRecordId(await importTagKey(hexDecode(tag_key_hex)), publicKey);
    return {
      steps: { message_hex: hex(concatBytes(utf8(TAG_DOMAIN.contract), publicKey)) },
      output: { id },
    };
  },
  async save(input: Saving) {
    const tag = await importTagKey(hexDecode(input.tag_key_hex));
    const store = await importStoreKey(hexDecode(input.store_key_hex));
    // Only DID, store and tag key are used here.
    const keys = {
      index: 0,
      did: parseDid(input.own_did),
      store,
      tag,
      indexKey: tag,
      signer: alice.signer,
      preKey: alice.preKey,
    };
    const data = {
      publicKey: input.ephemeral_public_key,
      wrapped: input.wrapped_private_key,
      signed: input.signed_contract,
    };
    const row = await seededRandom([hexDecode(input.nonce_hex)], () =>
      contractKeyRow(keys, data, { peerDid: input.peer_did, now: input.timestamp * 1000 }),
    );
    const [event] = (row.payload as { events: (Members & { payload: string })[] }).events;
    if (!event) throw new Error('nothing is saved');
    const stored = await openStored(event.payload, store);
    return { steps: { stored, canonical: canonicalJson(stored) }, output: { event } };
  },
});

const keys = deriveStorageKeys(alice.storageKey);
const bobs = deriveStorageKeys(bob.storageKey);
const nonce = seededBytes('contract key nonce', 12);
const aliceKey = encodeAgreementKey(alice.ephemeral.publicKey);
const bobKey = encodeAgreementKey(bob.ephemeral.publicKey);

async function wrapped(plaintext: Bytes, context = CONTEXT): Promise<string> {
  return base64Encode(await encryptAead(await importAeadKey(keys.store), plaintext, nonce, utf8(context)));
}

/** Saved contract keys. */
export async function contractKeyRecord(): Promise<VectorFile> {
  const { request, signed } = await sampleContract();
  const right = await wrapped(pkcs8OfSeed('X25519', alice.ephemeralSeed));
  const data = { ephemeral_public_key: aliceKey, wrapped_private_key: right, signed_contract: request };
  const wrapping = {
    private_seed_hex: hex(alice.ephemeralSeed),
    store_key_hex: hex(keys.store),
    nonce_hex: hex(nonce),
  };
  const unwrapping = {
    wrapped_private_key: right,
    store_key_hex: hex(keys.store),
    ephemeral_public_key: aliceKey,
  };
  const saving: Saving = {
    own_did: alice.did,
    peer_did: bob.did,
    ...data,
    timestamp: baseTime,
    store_key_hex: hex(keys.store),
    tag_key_hex: hex(keys.tag),
    nonce_hex: hex(seededBytes('contract record nonce', 12)),
  };
  const noUnwrap = (name: string, changes: Partial<Unwrapping>, why: string) =>
    refuse(name, 'unwrap', { ...unwrapping, ...changes }, why);
  const no = (name: string, changes: Members, why: string) =>
    refuse(name, 'parse', { data: { ...data, ...changes } }, why);
  const without = (member: keyof typeof data) => {
    const { [member]: _, ...others } = data;
    return refuse(`without ${member}`, 'parse', { data: others }, 'All three members are there.');
  };
  const bobsWrapped = await wrapped(pkcs8OfSeed('X25519', bob.ephemeralSeed));
  return {
    format: 'contract-key-record',
    document: 'protocol.md §4.11',
    about:
      'The own ephemeral key of a contract, wrapped and saved at the own mediator, so that a contract can be recovered.',
    operations: {
      wrap: 'Wraps an X25519 private key (PKCS #8) under the store sub-key; the step additional_data is that of AES-GCM, as UTF-8.',
      unwrap: 'Opens a wrapped key again.',
      parse: 'Takes the data of a saved event decentrl.contract.',
      id: 'The id under which it is saved, made of the public key with the tag sub-key.',
      save: 'The event that SAVE_EVENTS carries. The text `event` in the step `stored` may be spelled in another way; to compare bytes, seal the step `stored`.',
    },
    modules: [
      'lib/protocol/saved-contract-key.ts',
      'lib/protocol/tags.ts',
      'lib/keys/contract-key-wrapping.ts',
      'lib/relationships/contract-key-event.ts',
    ],
    accept: [
      await accept("Alice's ephemeral key", 'wrap', wrapping),
      await accept("Bob's ephemeral key", 'wrap', {
        private_seed_hex: hex(bob.ephemeralSeed),
        store_key_hex: hex(bobs.store),
        nonce_hex: hex(nonce),
      }),
      await accept('unwrapped', 'unwrap', unwrapping),
      await accept('a request', 'parse', { data }),
      await accept('a completed contract', 'parse', { data: { ...data, signed_contract: signed } }),
      await accept('a wrapped key of 40 characters, the fewest', 'parse', {
        data: { ...data, wrapped_private_key: 'A'.repeat(40) },
      }),
      await accept('a wrapped key of 512 characters', 'parse', {
        data: { ...data, wrapped_private_key: 'A'.repeat(512) },
      }),
      await accept('signatures are not looked at', 'parse', {
        data: {
          ...data,
          signed_contract: { ...request, requestor_signature: flipBit(request.requestor_signature, 3) },
        },
      }),
      await accept('the id', 'id', { ephemeral_public_key: aliceKey, tag_key_hex: hex(keys.tag) }),
      await accept('the id with the tag key of another', 'id', {
        ephemeral_public_key: aliceKey,
        tag_key_hex: hex(bobs.tag),
      }),
      await accept('saved before the request leaves', 'save', saving),
      await accept('saved before the acceptance leaves', 'save', {
        ...saving,
        own_did: bob.did,
        peer_did: alice.did,
        ephemeral_public_key: bobKey,
        wrapped_private_key: bobsWrapped,
        signed_contract: signed,
        store_key_hex: hex(bobs.store),
        tag_key_hex: hex(bobs.tag),
      }),
    ],
    refuse: await Promise.all([
      noUnwrap('the store key of another', { store_key_hex: hex(bobs.store) }, 'The tag does not fit.'),
      noUnwrap('a changed bit', { wrapped_private_key: flipBit(right, 30) }, 'The tag does not fit.'),
      noUnwrap(
        'wrapped without additional data',
        { wrapped_private_key: await wrapped(pkcs8OfSeed('X25519', alice.ephemeralSeed), '') },
        'The additional data is that of contract keys.',
      ),
      noUnwrap(
        'wrapped for another use',
        {
          wrapped_private_key: await wrapped(pkcs8OfSeed('X25519', alice.ephemeralSeed), 'decentrl/other/v1'),
        },
        'The additional data is that of contract keys.',
      ),
      noUnwrap('too short', { wrapped_private_key: 'AAAA' }, 'Nonce and tag alone are 28 bytes.'),
      noUnwrap('no base64', { wrapped_private_key: `${right}=` }, 'It is base64.'),
      noUnwrap(
        'a raw private key',
        { wrapped_private_key: await wrapped(alice.ephemeralSeed) },
        'It is PKCS #8.',
      ),
      noUnwrap(
        'a key of Ed25519',
        { wrapped_private_key: await wrapped(pkcs8OfSeed('Ed25519', alice.ephemeralSeed)) },
        'It is a key of X25519.',
      ),
      ...(Object.keys(data) as (keyof typeof data)[]).map(without),
      no('a member more', { contract_id: null }, 'There are three members.'),
      no('a public key in hex', { ephemeral_public_key: hex(alice.ephemeral.publicKey) }, 'It is multibase.'),
      no(
        'a public key of low order',
        { ephemeral_public_key: encodeAgreementKey(new Uint8Array(32)) },
        'Keys are checked when they are taken in.',
      ),
      no(
        'a wrapped key that is no base64',
        { wrapped_private_key: `${right.slice(0, -1)}*` },
        'It is base64.',
      ),
      no(
        'a wrapped key that is too short',
        { wrapped_private_key: right.slice(0, 36) },
        'It has 40 characters at least.',
      ),
      no(
        'a wrapped key that is too long',
        { wrapped_private_key: 'A'.repeat(516) },
        'It has 512 characters at most.',
      ),
      no('no contract', { signed_contract: null }, 'The contract is there as it was known.'),
      no(
        'a contract with a note',
        { signed_contract: { ...request, note: 'Hello Bob' } },
        'Notes are not saved.',
      ),
      no(
        'a contract for 59 seconds',
        { signed_contract: { ...request, contract: { ...request.contract, expires_at: baseTime + 59 } } },
        'It lasts 60 seconds at least.',
      ),
      refuse('null', 'parse', { data: null }, 'The data is an object.'),
      refuse(
        'the id of what is no key',
        'id',
        { ephemeral_public_key: mediator.did, tag_key_hex: hex(keys.tag) },
        'It is multibase.',
      ),
    ]),
  };
}
