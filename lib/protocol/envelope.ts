import * as v from 'valibot';
import { base64Decode } from '../crypto/base64.ts';
import { type Bytes, hex, utf8 } from '../crypto/bytes.ts';
import { canonicalJson } from '../crypto/canonical.ts';
import { digestSha256, sha256 } from '../crypto/hash.ts';
import type { Signer, Verifier } from '../crypto/signature.ts';
import { type ProtocolEvent, parseEvent } from './event.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing } from './protocol-error.ts';
import { openJsonBytes, sealJson } from './sealed-json.ts';
import { signObject, verifyObject, verifySignedText } from './signed-object.ts';

export {
  type EventMeta,
  formatEvent,
  newDeviceId,
  newEventId,
  type ProtocolEvent,
  parseEvent,
} from './event.ts';

const unsignedSchema = v.strictObject({
  contract_id: field.hash,
  event: field.text,
  timestamp: field.seconds,
});
const envelopeSchema = v.strictObject({ ...unsignedSchema.entries, signature: field.signature });

/** A signed event under one contract; `event` is the JSON text as signed (protocol.md §6.2). */
export type Envelope = v.InferOutput<typeof envelopeSchema>;

/** Envelopes an event's text under a contract; `timestamp` is whole seconds. */
export async function signEnvelope(
  { contractId, event, timestamp }: { contractId: string; event: string; timestamp: number },
  signer: Signer,
): Promise<Envelope> {
  const unsigned = parseShape(unsignedSchema, { contract_id: contractId, event, timestamp }, 'envelope');
  return { ...unsigned, signature: await signObject(unsigned, signer) };
}

/** The transit payload of an envelope: padded, encrypted under the contract's root key, base64. Throws `too-large`. */
export async function encryptEnvelope(envelope: Envelope, rootKey: CryptoKey): Promise<string> {
  return sealJson(parseShape(envelopeSchema, envelope, 'envelope'), rootKey);
}

// What openEnvelope itself made and froze, with its text and hash, so that neither is paid for twice.
const opened = new WeakMap<Envelope, { text: string; hash: string }>();

/** The envelope in a transit payload, canonical and of the strict schema, frozen; its signature is not checked here. Throws `ProtocolError`. */
export async function openEnvelope(payload: string, rootKey: CryptoKey): Promise<Envelope> {
  const { value, text, bytes } = await openJsonBytes(payload, rootKey);
  const envelope = Object.freeze(parseShape(envelopeSchema, value, 'envelope'));
  opened.set(envelope, { text, hash: hex(await digestSha256(bytes)) });
  return envelope;
}

/**
 * The event of an envelope that is under this contract and signed by the counterparty of that contract, not by oneself
 * (reflection, D-04). Give a `Verifier` (`verifierOf`, `importVerifyKey`) when there are many of one contact. Throws `ProtocolError`.
 */
export async function verifyEnvelope(
  envelope: Envelope,
  { contractId, counterpartySigningKey }: { contractId: string; counterpartySigningKey: Bytes | Verifier },
): Promise<ProtocolEvent> {
  const text = opened.get(envelope)?.text;
  const { signature, ...unsigned } =
    text === undefined ? parseShape(envelopeSchema, envelope, 'envelope') : envelope;
  if (unsigned.contract_id !== contractId)
    throw new ProtocolError('contract-id', 'the envelope is under another contract');
  if (text === undefined) await verifyObject(unsigned, signature, counterpartySigningKey);
  else await verifySignedText(text, signature, counterpartySigningKey);
  return parseEvent(unsigned.event);
}

/** Hex SHA-256 of the canonical signed envelope: what the next event's `meta.prev` names (protocol.md §6.1). */
export function envelopeHash(envelope: Envelope): string {
  return opened.get(envelope)?.hash ?? hex(sha256(refusing(() => utf8(canonicalJson(envelope)))));
}

/** Hex SHA-256 of the signature's bytes: the de-duplication key of an envelope (protocol.md §6.5). */
export function signatureHash(envelope: Pick<Envelope, 'signature'>): string {
  return hex(sha256(refusing(() => base64Decode(envelope.signature), 'signature')));
}
