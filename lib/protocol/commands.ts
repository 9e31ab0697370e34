import * as v from 'valibot';
import { base64urlEncode } from '../crypto/base64url.ts';
import { randomBytes } from '../crypto/bytes.ts';
import { assertJson } from '../crypto/json-value.ts';
import type { Signer } from '../crypto/signature.ts';
import {
  CHANNELS,
  type Channel,
  type CommandPayload,
  type CommandType,
  channelOf,
  isCommandType,
  PAYLOADS,
} from './command-payloads.ts';
import { type ParsedDid, parseDid, signingKeyId, verifierOf } from './did.ts';
import * as field from './fields.ts';
import { parseShape } from './parse-shape.ts';
import { ProtocolError, refusing } from './protocol-error.ts';
import { signObject, verifyObject } from './signed-object.ts';

export {
  type Channel,
  type CommandPayload,
  type CommandType,
  channelOf,
  PAYLOADS,
} from './command-payloads.ts';
export {
  type CommandReply,
  type ErrorReply,
  type PendingEvent,
  parseReply,
  REPLIES,
  type Reply,
} from './command-replies.ts';
export { ERROR_CODES, type ErrorCode, errorCodeOf, isErrorCode } from './error-codes.ts';

/** The signed header of a command; `timestamp` is milliseconds. */
export const headerSchema = v.strictObject({
  channel: v.picklist(CHANNELS),
  sender_did: field.did,
  sender_signing_key_id: field.keyId,
  recipient_did: field.anyDid,
  timestamp: field.milliseconds,
  nonce: field.nonce,
});

const outerSchema = v.strictObject({
  header: headerSchema,
  payload: v.looseObject({ type: v.string() }),
  signature: field.signature,
});

/** The header of a command. */
export type CommandHeader = v.InferOutput<typeof headerSchema>;

/** A signed command (protocol.md §5.1). */
export interface Command<T extends CommandType = CommandType> {
  header: CommandHeader;
  payload: CommandPayload<T>;
  signature: string;
}

/** What a command is made of; `timestamp` in milliseconds by the mediator's clock, `nonce` fresh for each try. */
export interface CommandParts<T extends CommandType = CommandType> {
  channel: Channel;
  senderDid: string;
  recipientDid: string;
  timestamp: number;
  nonce: string;
  payload: CommandPayload<T>;
}

/** A nonce for one try of one command: 16 random bytes, base64url. */
export function newNonce(): string {
  return base64urlEncode(randomBytes(16));
}

/** Signs a command after checking it as its receiver will. Throws `ProtocolError`. */
export async function signCommand<T extends CommandType>(
  parts: CommandParts<T>,
  signer: Signer,
): Promise<Command<T>> {
  const unsigned = {
    header: {
      channel: parts.channel,
      sender_did: parts.senderDid,
      sender_signing_key_id: signingKeyId(parts.senderDid),
      recipient_did: parts.recipientDid,
      timestamp: parts.timestamp,
      nonce: parts.nonce,
    },
    payload: parts.payload,
  };
  const header = parseShape(headerSchema, unsigned.header, 'invalid-command');
  checkPayload(header, unsigned.payload);
  return { ...unsigned, signature: await signObject(unsigned, signer) };
}

// What parseCommand itself made, so that a mediator does not pay for the schemas twice.
const parsed = new WeakSet<Command>();

/**
 * Any parsed JSON as a command: limits of signed JSON first, then the strict schema of its type on the channel of its
 * type. Throws `ProtocolError`: `unsupported-command` for an unknown type, `invalid-command` for the rest. Nothing is
 * dropped or converted, so what `verifyCommand` verifies is what is used.
 */
export function parseCommand(json: unknown): Command {
  refusing(() => assertJson(json), 'invalid-command');
  const { header, payload, signature } = parseShape(outerSchema, json, 'invalid-command');
  const command: Command = { header, payload: checkPayload(header, payload), signature };
  parsed.add(command);
  return command;
}

function checkPayload(header: CommandHeader, payload: { type: string }): CommandPayload {
  if (!isCommandType(payload.type)) throw new ProtocolError('unsupported-command', 'unknown command type');
  if (header.channel !== channelOf(payload.type))
    throw new ProtocolError('invalid-command', 'wrong channel for this command');
  if (header.sender_signing_key_id !== signingKeyId(header.sender_did)) {
    throw new ProtocolError('invalid-command', 'the key id is not the sender’s');
  }
  return parseShape(PAYLOADS[payload.type] as v.GenericSchema, payload, 'invalid-command') as CommandPayload;
}

/**
 * Verifies a command against the key in its sender's DID and gives that sender. Time, nonce, audience and
 * registration are the mediator's to check. Throws `ProtocolError`: `did`, `signature`; `errorCodeOf` gives the code.
 */
export async function verifyCommand(command: Command): Promise<ParsedDid> {
  const { header, payload, signature } = parsed.has(command) ? command : parseCommand(command);
  const sender = parseDid(header.sender_did);
  await verifyObject({ header, payload }, signature, await verifierOf(sender));
  return sender;
}
