import { agreerFromSeed, generateAgreement } from '../../lib/crypto/agreement.ts';
import { base64Encode } from '../../lib/crypto/base64.ts';
import { randomBytes } from '../../lib/crypto/bytes.ts';
import { encodeAgreementKey } from '../../lib/crypto/multikey.ts';
import { type Signer, signerFromSeed } from '../../lib/crypto/signature.ts';
import {
  type Command,
  type CommandParts,
  type CommandPayload,
  type CommandType,
  channelOf,
  newNonce,
  parseReply,
  type Reply,
  signCommand,
} from '../../lib/protocol/commands.ts';
import {
  completeRequest,
  encryptRequest,
  openRequest,
  type SignedContract,
  signRequest,
} from '../../lib/protocol/contract.ts';
import { formatDid, parseDid } from '../../lib/protocol/did.ts';
import { parseMediatorDocument } from '../../lib/protocol/mediator-document.ts';
import type { RunningMediator } from './start-mediator.ts';

/** An identity made of two seeds, which talks to mediators without any of the extension's code. */
export interface TestIdentity {
  did: string;
  signer: Signer;
  preKey: ReturnType<typeof agreerFromSeed>;
}

export const nowSeconds = () => Math.floor(Date.now() / 1000);
export const DAY = 86_400;

/** A fresh identity whose DID names a mediator; `signing` lets two identities share a signing key. */
export function makeIdentity(mediatorDid: string, alias: string, signing = randomBytes(32)): TestIdentity {
  const signer = signerFromSeed(signing);
  const preKey = agreerFromSeed(randomBytes(32));
  const did = formatDid({ alias, signingKey: signer.publicKey, preKey: preKey.publicKey, mediatorDid });
  return { did, signer, preKey };
}

/** A signed command; `parts` replaces any part of it. */
export function makeCommand<T extends CommandType>(
  from: TestIdentity,
  recipientDid: string,
  payload: CommandPayload<T>,
  parts: Partial<CommandParts<T>> = {},
): Promise<Command<T>> {
  return signCommand(
    {
      channel: channelOf(payload.type),
      senderDid: from.did,
      recipientDid,
      timestamp: Date.now(),
      nonce: newNonce(),
      payload,
      ...parts,
    },
    from.signer,
  );
}

/** Posts any JSON to the endpoint. */
export async function post(mediator: { url: string }, body: unknown): Promise<Response> {
  return fetch(`${mediator.url}/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Sends a command and gives the checked reply. */
export async function send<T extends CommandType>(
  mediator: { url: string },
  from: TestIdentity,
  recipientDid: string,
  payload: CommandPayload<T>,
  parts: Partial<CommandParts<T>> = {},
): Promise<Reply<T>> {
  const response = await post(mediator, await makeCommand(from, recipientDid, payload, parts));
  return parseReply(payload.type as T, await response.json());
}

/** Sends a command that must succeed and gives its payload. */
export async function ask<T extends CommandType>(
  mediator: { url: string; did: string },
  from: TestIdentity,
  payload: CommandPayload<T>,
  recipientDid = mediator.did,
) {
  const reply = await send<T>(mediator, from, recipientDid, payload);
  if (reply.type === 'ERROR') throw new Error(`${payload.type}: ${reply.code}`);
  return reply.payload;
}

/** The code a command is refused with, or `SUCCESS`. */
export async function codeOf<T extends CommandType>(
  mediator: { url: string; did: string },
  from: TestIdentity,
  payload: CommandPayload<T>,
  recipientDid = mediator.did,
): Promise<string> {
  const reply = await send<T>(mediator, from, recipientDid, payload);
  return reply.type === 'ERROR' ? reply.code : reply.type;
}

/** The payload of a registration with a mediator. */
export async function registrationPayload(
  mediator: RunningMediator,
  identity: TestIdentity,
  lifetime = 400 * DAY,
): Promise<CommandPayload<'REQUEST_COMMUNICATION_CONTRACT'>> {
  const response = await fetch(`${mediator.url}/.well-known/did.json`);
  const document = parseMediatorDocument(await response.json(), mediator.did);
  const made = await makeRequest(identity, { did: mediator.did, preKey: document.preKey }, lifetime);
  return made.payload;
}

/** Registers and gives the contract. */
export async function register(
  mediator: RunningMediator,
  identity: TestIdentity,
  lifetime = 400 * DAY,
): Promise<SignedContract> {
  const reply = await ask<'REQUEST_COMMUNICATION_CONTRACT'>(
    mediator,
    identity,
    await registrationPayload(mediator, identity, lifetime),
  );
  if (!('signed_contract' in reply)) throw new Error('not a registration');
  return reply.signed_contract;
}

/** A registered fresh identity. */
export async function newcomer(mediator: RunningMediator, alias: string): Promise<TestIdentity> {
  const identity = makeIdentity(mediator.did, alias);
  await register(mediator, identity);
  return identity;
}

/** A contract request, signed and encrypted. */
export async function makeRequest(
  from: TestIdentity,
  to: { did: string; preKey: Uint8Array<ArrayBuffer> },
  lifetime = 30 * DAY,
  timestamp = nowSeconds(),
): Promise<{ signed: SignedContract; payload: CommandPayload<'REQUEST_COMMUNICATION_CONTRACT'> }> {
  const { agreer, publicKey } = await generateAgreement();
  const requestor_encryption_public_key = encodeAgreementKey(publicKey);
  const signed = await signRequest(
    {
      contract: {
        requestor_did: from.did,
        recipient_did: to.did,
        requestor_encryption_public_key,
        recipient_encryption_public_key: null,
        expires_at: timestamp + lifetime,
        timestamp,
      },
    },
    from.signer,
  );
  const encrypted_request = await encryptRequest(signed, agreer, to.preKey);
  return {
    signed,
    payload: {
      type: 'REQUEST_COMMUNICATION_CONTRACT',
      encrypted_request,
      requestor_ephemeral_public_key: requestor_encryption_public_key,
    },
  };
}

/** What to put in `to` of `makeRequest` for an identity. */
export const target = (identity: TestIdentity) => ({
  did: identity.did,
  preKey: parseDid(identity.did).preKey,
});

/** Completes a request as its recipient. */
export async function complete(signed: SignedContract, recipient: TestIdentity): Promise<SignedContract> {
  const { publicKey } = await generateAgreement();
  return completeRequest(signed, {
    recipientEphemeral: encodeAgreementKey(publicKey),
    signer: recipient.signer,
  });
}

/** A completed contract of the two, stored nowhere. */
export async function agree(
  requestor: TestIdentity,
  recipient: TestIdentity,
  lifetime?: number,
): Promise<SignedContract> {
  return complete((await makeRequest(requestor, target(recipient), lifetime)).signed, recipient);
}

/** Opens a request from the tray, as its recipient. */
export async function open(
  row: { encrypted_request: string; requestor_ephemeral_public_key: string; sender_did: string },
  recipient: TestIdentity,
): Promise<SignedContract> {
  const { signed } = await openRequest(row.encrypted_request, {
    preKeyAgreer: recipient.preKey,
    outerEphemeral: row.requestor_ephemeral_public_key,
    senderDid: row.sender_did,
    ownDid: recipient.did,
    now: nowSeconds(),
  });
  return signed;
}

/** Two registered identities of one mediator with a contract stored there. */
export async function pair(mediator: RunningMediator): Promise<{
  alice: TestIdentity;
  bob: TestIdentity;
  contract: SignedContract;
}> {
  const [alice, bob] = [await newcomer(mediator, 'alice'), await newcomer(mediator, 'bob')];
  const contract = await agree(alice, bob);
  await ask(mediator, bob, { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: contract });
  return { alice, bob, contract };
}

/** Something that looks like a ciphertext. */
export const ciphertext = (bytes = 400) => base64Encode(randomBytes(bytes));

/** Something that looks like an encrypted tag. */
export const tagBlob = () => base64Encode(randomBytes(64));

let counter = 0;
/** A fresh client id. */
export const clientId = () => `id-${process.pid}-${++counter}`;
