import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { hex, hexDecode, utf8 } from '../../../lib/crypto/bytes.ts';
import { canonicalJson } from '../../../lib/crypto/canonical.ts';
import { sha256 } from '../../../lib/crypto/hash.ts';
import { decodeAgreementKey, encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { x25519 } from '../../../lib/crypto/noble-x25519.ts';
import { importVerifyKey, signerFromSeed } from '../../../lib/crypto/signature.ts';
import {
  type Contract,
  completeRequest,
  contractId,
  isSameRequest,
  rootKey,
  type SignedContract,
  signRequest,
  verifyRegistration,
  verifySignedContract,
} from '../../../lib/protocol/contract.ts';
import { parseDid } from '../../../lib/protocol/did.ts';
import { verifyObject } from '../../../lib/protocol/signed-object.ts';
import { judgeAnswer } from '../../../lib/relationships/judge-answer.ts';
import { assertSameKey } from '../../support/book/assert-same-key.ts';
import { runVectors } from '../../support/book/run-vectors.ts';

interface Input {
  contract: Contract;
  other_contract: Contract;
  signed_contract: SignedContract;
  recipient_encryption_public_key: string;
  signing_seed_hex: string;
  ephemeral_seed_hex: string;
  mediator_did: string;
  mediator_signing_key_hex: string;
  own_did: string;
  saved: { ephemeral_public_key: string; signed_contract: SignedContract; contract_id: string | null }[];
}

/** The texts that were signed: they are canonical, and the requestor's signature is over the first of them. */
async function stepsOf({ contract, requestor_signature }: SignedContract) {
  const open = { ...contract, recipient_encryption_public_key: null };
  const texts = [canonicalJson(open), canonicalJson(contract)] as const;
  const { signingKey } = parseDid(contract.requestor_did);
  // An error of another kind: whatever was to be refused has been made by now.
  await verifyObject(open, requestor_signature, signingKey).catch((cause: unknown) => {
    throw new Error("it is not the requestor's signature", { cause });
  });
  const [request_sha256_hex, sha256_hex] = texts.map((text) => hex(sha256(utf8(text)))) as [string, string];
  const request = { request_canonical: texts[0], request_sha256_hex };
  if (contract.recipient_encryption_public_key === null) return request;
  return { ...request, canonical: texts[1], sha256_hex };
}

runVectors<Input>('contract', {
  async 'sign-request'({ contract, signing_seed_hex }) {
    const signed = await signRequest({ contract }, signerFromSeed(hexDecode(signing_seed_hex)));
    return { steps: await stepsOf(signed), output: { signed_contract: signed } };
  },
  async complete({ signed_contract, recipient_encryption_public_key, signing_seed_hex }) {
    const signer = signerFromSeed(hexDecode(signing_seed_hex));
    const signed = await completeRequest(signed_contract, {
      recipientEphemeral: recipient_encryption_public_key,
      signer,
    });
    return { steps: await stepsOf(signed), output: { signed_contract: signed } };
  },
  async verify({ signed_contract }) {
    const { contractId: contract_id } = await verifySignedContract(signed_contract);
    return { steps: await stepsOf(signed_contract), output: { contract_id } };
  },
  async 'verify-registration'({ signed_contract, mediator_did, mediator_signing_key_hex }) {
    const signingKey = hexDecode(mediator_signing_key_hex);
    await verifyRegistration(signed_contract, { did: mediator_did, signingKey });
    const { publicKey } = await importVerifyKey(signingKey);
    const verified = await verifyRegistration(signed_contract, { did: mediator_did, signingKey: publicKey });
    return { steps: await stepsOf(signed_contract), output: { contract_id: verified.contractId } };
  },
  id: ({ contract }) => {
    const contract_id = contractId(contract);
    const canonical = canonicalJson(contract);
    if (hex(sha256(utf8(canonical))) !== contract_id) throw new Error('the id is another hash');
    return { steps: { canonical }, output: { contract_id } };
  },
  async 'root-secret'({ contract, ephemeral_seed_hex }) {
    const seed = hexDecode(ephemeral_seed_hex);
    const own = agreerFromSeed(seed);
    const key = await rootKey(contract, own);
    const own_public_key = encodeAgreementKey(own.publicKey);
    const isRequestor = own_public_key === contract.requestor_encryption_public_key;
    const other = decodeAgreementKey(
      isRequestor ? contract.recipient_encryption_public_key! : contract.requestor_encryption_public_key,
    );
    const secret = new Uint8Array(x25519.getSharedSecret(seed, other));
    await assertSameKey(key, secret);
    return {
      steps: { own_public_key, other_public_key_hex: hex(other) },
      output: { root_secret_hex: hex(secret) },
    };
  },
  async take({ signed_contract, own_did, saved }) {
    const records = saved.map(({ ephemeral_public_key, signed_contract: signed, contract_id }) => ({
      identityIndex: 3,
      publicKey: ephemeral_public_key,
      wrapped: 'AAAA',
      signed,
      contractId: contract_id,
      expiresAt: 0,
    }));
    const own = { index: 3, did: parseDid(own_did) };
    const { contractId: contract_id, side, peer } = await judgeAnswer(signed_contract, records, own);
    return { output: { contract_id, side, peer_did: peer.did } };
  },
  'same-request': ({ contract, other_contract }) => ({
    output: { same: isSameRequest(contract, other_contract) },
  }),
});
