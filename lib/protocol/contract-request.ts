import type { Agreer } from '../crypto/agreement.ts';
import type { Bytes } from '../crypto/bytes.ts';
import { decodeAgreementKey, encodeAgreementKey } from '../crypto/multikey.ts';
import { assertUncompleted, requestSchema, type SignedContract } from './contract-schema.ts';
import { parseDid, verifierOf } from './did.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing, refusingAsync } from './protocol-error.ts';
import { openJson, sealJson } from './sealed-json.ts';
import { verifyObject } from './signed-object.ts';
import { LIMITS } from './wire.ts';

/** A signed request and the words that go with it (≤ 280 characters). */
export interface ContractRequest extends SignedContract {
  note?: string;
}

/** A request that passed every check of protocol.md §4.5 that needs no store. */
export interface OpenedRequest {
  signed: SignedContract;
  note: string | null;
}

/** `encrypted_request`: the request under X25519(requestor ephemeral, recipient pre-key), padded, base64 (protocol.md §4.4). */
export async function encryptRequest(
  request: ContractRequest,
  ephemeral: Agreer,
  recipientPreKey: Bytes,
): Promise<string> {
  const shaped = parseShape(requestSchema, request, 'request');
  if (shaped.contract.requestor_encryption_public_key !== encodeAgreementKey(ephemeral.publicKey)) {
    throw new ProtocolError('ephemeral', 'the request names another ephemeral key');
  }
  assertUncompleted(shaped);
  return sealJson(shaped, await refusingAsync(ephemeral.agree(recipientPreKey)));
}

/**
 * Opens a request and makes every check of protocol.md §4.5 that needs no store: canonical text of the strict schema, not
 * completed, `recipient_did` = `ownDid` (T-72), `requestor_did` = the command's sender and the inner ephemeral = the outer
 * one (T-71), the requestor's signature, `timestamp ≤ now + 300`, not expired, lifetime 60 s to 400 days. Still the
 * caller's: that the ephemeral is fresh (`contractRequestKey`), and not one of its own. `now` is whole seconds. Throws `ProtocolError`.
 */
export async function openRequest(
  encryptedRequest: string,
  context: { preKeyAgreer: Agreer; outerEphemeral: string; senderDid: string; ownDid: string; now: number },
): Promise<OpenedRequest> {
  const outer = refusing(() => decodeAgreementKey(context.outerEphemeral), 'ephemeral');
  const key = await refusingAsync(context.preKeyAgreer.agree(outer));
  const { note, ...signed } = parseShape(requestSchema, await openJson(encryptedRequest, key), 'request');
  const { contract } = signed;
  assertUncompleted(signed);
  if (contract.recipient_did !== context.ownDid)
    throw new ProtocolError('recipient', 'the request is for another');
  if (contract.requestor_did !== context.senderDid)
    throw new ProtocolError('sender', 'the request was sent by another');
  if (contract.requestor_encryption_public_key !== context.outerEphemeral) {
    throw new ProtocolError('ephemeral', 'inner and outer ephemeral differ');
  }
  if (contract.timestamp > context.now + LIMITS.clockSkewSeconds)
    throw new ProtocolError('time', 'the request is from the future');
  if (contract.expires_at <= context.now) throw new ProtocolError('expired', 'the request has expired');
  const requestor = parseDid(contract.requestor_did);
  await verifyObject(contract, signed.requestor_signature, await verifierOf(requestor));
  return { signed, note: note ?? null };
}
