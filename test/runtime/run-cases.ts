/** Runs in Node, in Chromium's extension worker and in Firefox's background: only `lib` and what every runtime has. */
import { decryptAead, encryptAead } from '../../lib/crypto/aead.ts';
import {
  agreeByNoble,
  agreerFromSeed,
  assertAgreementKey,
  deriveByNoble,
} from '../../lib/crypto/agreement.ts';
import { base64Encode } from '../../lib/crypto/base64.ts';
import { type Bytes, hex, hexDecode, utf8 } from '../../lib/crypto/bytes.ts';
import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import { importPrivateKey } from '../../lib/crypto/native-keys.ts';
import {
  importVerifyKey,
  signerFromSeed,
  verifySignature,
  verifySignatureByNoble,
} from '../../lib/crypto/signature.ts';
import { completeRequest, rootKey, signRequest, verifySignedContract } from '../../lib/protocol/contract.ts';
import { formatDid } from '../../lib/protocol/did.ts';
import { openEnvelope, signEnvelope, verifyEnvelope } from '../../lib/protocol/envelope.ts';
import { sealJson } from '../../lib/protocol/sealed-json.ts';
import type { AeadCase, AgreementCase, CryptoCases, SignatureCase } from '../support/crypto-cases.ts';

/** What a runtime answers; equal in all of them. */
export interface CaseResults {
  /** True where WebCrypto has both curves, so that the native path was what ran. */
  native: boolean;
  /** Per row: `verifySignature`, the noble path, and `importVerifyKey` (`refused` at intake). */
  signatures: [boolean, boolean, boolean | 'refused'][];
  /** Per row: intake check, and the agreed and the derived key as the ciphertext each makes of 16 zero bytes, by both paths. */
  agreements: [boolean, string, string, string, string][];
  /** Per row: hex of what was made, hex of what was opened or why not. */
  aead: [string, string][];
  /** What the protocol makes of the seeds of its check values. */
  protocol: Record<string, string>;
}

/** Runs every row and answers with plain JSON. */
export async function runCases(cases: CryptoCases): Promise<CaseResults> {
  const seed = new Uint8Array(32).fill(1);
  const keys = [await importPrivateKey('Ed25519', seed), await importPrivateKey('X25519', seed)];
  return {
    native: !keys.includes(null),
    signatures: await inOrder(cases.signatures, runSignature),
    agreements: await inOrder(cases.agreements, runAgreement),
    aead: await inOrder(cases.aead, runAead),
    protocol: await runProtocol(),
  };
}

async function inOrder<T, R>(rows: T[], run: (row: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const row of rows) results.push(await run(row));
  return results;
}

async function runSignature(row: SignatureCase): Promise<[boolean, boolean, boolean | 'refused']> {
  const [key, message, signature] = [
    hexDecode(row.publicKey),
    hexDecode(row.message),
    hexDecode(row.signature),
  ];
  const verifier = await importVerifyKey(key).catch(() => null);
  return [
    await verifySignature(key, message, signature),
    verifySignatureByNoble(key, message, signature),
    verifier ? await verifier.verify(message, signature) : 'refused',
  ];
}

/** What the derived keys of the table are for. */
export const DERIVED_USE = { salt: new Uint8Array(32).fill(5), info: 'decentrl/share/v1' };

async function runAgreement(row: AgreementCase): Promise<[boolean, string, string, string, string]> {
  const [secretKey, publicKey] = [hexDecode(row.secretKey), hexDecode(row.publicKey)];
  return [
    accepts(() => assertAgreementKey(publicKey)),
    await fingerprintOf(agreerFromSeed(secretKey).agree(publicKey)),
    await fingerprintOf(agreeByNoble(secretKey, publicKey)),
    await fingerprintOf(agreerFromSeed(secretKey).derive(publicKey, DERIVED_USE)),
    await fingerprintOf(deriveByNoble(secretKey, publicKey, DERIVED_USE)),
  ];
}

/** Names a non-extractable AES key by what it makes of zeros, or the reason why there is none. */
export async function fingerprintOf(key: Promise<CryptoKey>): Promise<string> {
  return attempt(async () => hex(await encryptAead(await key, new Uint8Array(16), new Uint8Array(12))));
}

async function runAead(row: AeadCase): Promise<[string, string]> {
  const key = await crypto.subtle.importKey('raw', hexDecode(row.key), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  const aad = hexDecode(row.aad);
  return [
    await attempt(async () =>
      hex(await encryptAead(key, hexDecode(row.plaintext), hexDecode(row.nonce), aad)),
    ),
    await attempt(async () => hex(await decryptAead(key, hexDecode(row.sealed), aad))),
  ];
}

async function runProtocol(): Promise<Record<string, string>> {
  const [alice, bob] = [runtimeParty('alice', 1), runtimeParty('bob', 4)];
  const contract = {
    requestor_did: alice.did,
    recipient_did: bob.did,
    requestor_encryption_public_key: alice.ephemeralKey,
    recipient_encryption_public_key: null,
    expires_at: 1_702_592_000,
    timestamp: 1_700_000_000,
  };
  const request = await signRequest({ contract }, alice.signer);
  const signed = await completeRequest(request, { recipientEphemeral: bob.ephemeralKey, signer: bob.signer });
  const { contractId } = await verifySignedContract(signed);
  const key = await rootKey(signed.contract, bob.ephemeral);
  const event = JSON.stringify({ type: 'chat.message', data: { content: 'Hello Bob' } });
  const envelope = await signEnvelope({ contractId, event, timestamp: 1_700_000_001 }, alice.signer);
  const opened = await openEnvelope(
    await sealJson(envelope, key),
    await rootKey(signed.contract, alice.ephemeral),
  );
  const verified = await verifyEnvelope(opened, {
    contractId,
    counterpartySigningKey: alice.signer.publicKey,
  });
  return {
    did: alice.did,
    contractId,
    requestorSignature: request.requestor_signature,
    recipientSignature: signed.recipient_signature ?? '',
    envelopeSignature: envelope.signature,
    event: JSON.stringify(verified),
    helloBob: base64Encode(await encryptAead(key, utf8('Hello Bob'), new Uint8Array(12).fill(7))),
  };
}

function runtimeParty(alias: string, first: number) {
  const seed = (byte: number): Bytes => new Uint8Array(32).fill(byte);
  const signer = signerFromSeed(seed(first));
  const preKey = agreerFromSeed(seed(first + 1)).publicKey;
  const ephemeral = agreerFromSeed(seed(first + 2));
  const did = formatDid({
    alias,
    signingKey: signer.publicKey,
    preKey,
    mediatorDid: 'did:web:mediator.example',
  });
  return { did, signer, ephemeral, ephemeralKey: encodeAgreementKey(ephemeral.publicKey) };
}

function accepts(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

async function attempt(run: () => Promise<string>): Promise<string> {
  try {
    return await run();
  } catch (error) {
    return `error: ${error instanceof Error && 'reason' in error ? error.reason : 'other'}`;
  }
}
