import * as v from 'valibot';
import { base64Decode } from '../crypto/base64.ts';
import { signedContractSchema } from './contract-schema.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { refusing } from './protocol-error.ts';

const recordSchema = v.strictObject({
  ephemeral_public_key: field.agreementKey,
  wrapped_private_key: v.pipe(v.string(), v.minLength(40), v.maxLength(512), v.check(isBase64, 'not base64')),
  signed_contract: signedContractSchema,
});

/**
 * The `data` of a saved `decentrl.contract` event: what recovers a contract on another device or after a restore.
 * `wrapped_private_key` is the PKCS #8 of the own ephemeral wrapped by the store sub-key, base64 of
 * `nonce ‖ ciphertext ‖ tag`; `signed_contract` is as known when saved, so it may still be a request (protocol.md §4.11).
 */
export type SavedContractKey = v.InferOutput<typeof recordSchema>;

/** Any JSON as a saved contract key, by shape; throws `ProtocolError('contract-record')`. */
export function parseSavedContractKey(data: unknown): SavedContractKey {
  return parseShape(recordSchema, data, 'contract-record');
}

function isBase64(text: string): boolean {
  try {
    refusing(() => base64Decode(text));
    return true;
  } catch {
    return false;
  }
}
