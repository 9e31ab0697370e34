import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { base64Decode } from '../../../lib/crypto/base64.ts';
import { hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { decodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { importPrivateKey } from '../../../lib/crypto/native-keys.ts';
import { signerFromSeed } from '../../../lib/crypto/signature.ts';
import { openNow } from '../../../lib/crypto/synchronous-aead.ts';
import { unwrapContractKey, wrapContractKey } from '../../../lib/keys/contract-key-wrapping.ts';
import type { SignedContract } from '../../../lib/protocol/contract.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { ProtocolError } from '../../../lib/protocol/protocol-error.ts';
import { parseSavedContractKey } from '../../../lib/protocol/saved-contract-key.ts';
import { openStored } from '../../../lib/protocol/stored-event.ts';
import { contractRecordId, importTagKey } from '../../../lib/protocol/tags.ts';
import { contractKeyRow } from '../../../lib/relationships/contract-key-event.ts';
import { importStoreKey } from '../../../scripts/vectors/support/import-store-key.ts';
import { seededRandom } from '../../../scripts/vectors/support/seeded-random.ts';
import type { Members } from '../../../scripts/vectors/support/vector-file.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  private_seed_hex: string;
  store_key_hex: string;
  tag_key_hex: string;
  nonce_hex: string;
  wrapped_private_key: string;
  ephemeral_public_key: string;
  data: unknown;
  own_did: string;
  peer_did: string;
  signed_contract: SignedContract;
  timestamp: number;
}

const CONTEXT = 'decentrl/contract-key/v1';
const pkcs8Of = (storeKeyHex: string, wrapped: string) =>
  openNow(hexDecode(storeKeyHex), base64Decode(wrapped), utf8(CONTEXT));

runVectors<Input>('contract-key-record', {
  async wrap({ private_seed_hex, store_key_hex, nonce_hex }) {
    const privateKey = (await importPrivateKey('X25519', hexDecode(private_seed_hex), true))!;
    const store = await importStoreKey(hexDecode(store_key_hex));
    const wrapped = await seededRandom([hexDecode(nonce_hex)], () => wrapContractKey(store, privateKey));
    return {
      steps: { pkcs8_hex: hex(pkcs8Of(store_key_hex, wrapped)), additional_data: CONTEXT },
      output: { wrapped_private_key: wrapped },
    };
  },
  async unwrap({ wrapped_private_key, store_key_hex, ephemeral_public_key }) {
    const pkcs8 = pkcs8Of(store_key_hex, wrapped_private_key);
    const store = await importStoreKey(hexDecode(store_key_hex));
    const publicKey = decodeAgreementKey(ephemeral_public_key);
    try {
      await unwrapContractKey(store, wrapped_private_key, publicKey);
    } catch {
      throw new ProtocolError('private-key');
    }
    const seed = pkcs8.slice(-32);
    if (hex(agreerFromSeed(seed).publicKey) !== hex(publicKey)) throw new Error('the key is another');
    return { steps: { pkcs8_hex: hex(pkcs8) }, output: { private_seed_hex: hex(seed) } };
  },
  parse: ({ data }) => ({ output: { data: parseSavedContractKey(data) } }),
  async id({ ephemeral_public_key, tag_key_hex }) {
    const publicKey = decodeAgreementKey(ephemeral_public_key);
    const id = await contractRecordId(await importTagKey(hexDecode(tag_key_hex)), publicKey);
    return { steps: { message_hex: hex(utf8('contract\0')) + hex(publicKey) }, output: { id } };
  },
  async save(input) {
    const tag = await importTagKey(hexDecode(input.tag_key_hex));
    const store = await importStoreKey(hexDecode(input.store_key_hex));
    const unused = { signer: signerFromSeed(new Uint8Array(32)), preKey: agreerFromSeed(new Uint8Array(32)) };
    const keys = { index: 0, did: parseDid(input.own_did), store, tag, indexKey: tag, ...unused };
    const { ephemeral_public_key: publicKey, wrapped_private_key: wrapped, signed_contract: signed } = input;
    const row = await seededRandom([hexDecode(input.nonce_hex)], () =>
      contractKeyRow(
        keys,
        { publicKey, wrapped, signed },
        { peerDid: input.peer_did, now: input.timestamp * 1000 },
      ),
    );
    const [event] = (row.payload as { events: (Members & { payload: string })[] }).events;
    const stored = await openStored(event!.payload, store);
    return { steps: { stored, canonical: canonicalJson(stored) }, output: { event: event! } };
  },
});
