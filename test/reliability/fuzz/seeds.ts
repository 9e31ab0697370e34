/** Valid things of every kind, to be mutated. Times are fixed, so that a seed gives the same inputs on every day. */
import { agreerFromSeed } from '../../../lib/crypto/agreement.ts';
import { base64Encode } from '../../../lib/crypto/base64.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { type Signer, signerFromSeed } from '../../../lib/crypto/signature.ts';
import { decodeVault, encodeVault, type VaultRecord } from '../../../lib/keys/vault-record.ts';
import { type CommandPayload, channelOf, signCommand } from '../../../lib/protocol/commands.ts';
import {
  completeRequest,
  contractId,
  type SignedContract,
  signRequest,
} from '../../../lib/protocol/contract.ts';
import { formatDid, parseDid } from '../../../lib/protocol/did.ts';
import { formatEvent, signEnvelope } from '../../../lib/protocol/envelope.ts';
import { mediatorDocument } from '../../../lib/protocol/mediator-document.ts';
import { signMoved } from '../../../lib/protocol/moved-statement.ts';
import { signPublicEvent } from '../../../lib/protocol/public-event.ts';
import { signRevocation } from '../../../lib/protocol/revocation.ts';
import { signAuthenticate } from '../../../lib/protocol/socket-frames.ts';
import { heldPayloads } from '../../unit/protocol/held-samples.ts';

export const NOW = 1_800_000_000;
export const MEDIATOR = 'did:web:mediator.example';

const fill = (byte: number) => new Uint8Array(32).fill(byte);

export interface Party {
  did: string;
  signer: Signer;
  preKey: ReturnType<typeof agreerFromSeed>;
  ephemeral: ReturnType<typeof agreerFromSeed>;
}

function party(alias: string | null, first: number, mediatorDid = MEDIATOR): Party {
  const signer = signerFromSeed(fill(first));
  const preKey = agreerFromSeed(fill(first + 1));
  const did = formatDid({ alias, signingKey: signer.publicKey, preKey: preKey.publicKey, mediatorDid });
  return { did, signer, preKey, ephemeral: agreerFromSeed(fill(first + 2)) };
}

export const alice = party('alice', 1);
export const bob = party('Bob 🦊', 4);
export const moved = party('alice', 1, 'did:web:other.example:path');
export const nameless = party(null, 7, 'did:web:localhost%3A8080');

export async function requestSeed(): Promise<SignedContract> {
  return signRequest(
    {
      contract: {
        requestor_did: alice.did,
        recipient_did: bob.did,
        requestor_encryption_public_key: encodeAgreementKey(alice.ephemeral.publicKey),
        recipient_encryption_public_key: null,
        expires_at: NOW + 30 * 86_400,
        timestamp: NOW,
      },
    },
    alice.signer,
  );
}

export async function contractSeed(): Promise<SignedContract> {
  return completeRequest(await requestSeed(), {
    recipientEphemeral: encodeAgreementKey(bob.ephemeral.publicKey),
    signer: bob.signer,
  });
}

export const CIPHERTEXT = base64Encode(new Uint8Array(300).fill(9));
const BLOB = base64Encode(new Uint8Array(64).fill(8));
const HASH = 'ab'.repeat(32);

/** One payload of every command. */
export async function payloadSeeds(): Promise<CommandPayload[]> {
  const signed_contract = await contractSeed();
  const event = await signPublicEvent(
    { publisher_did: alice.did, channel_id: 'news', event: '{"a":1}', tags: ['chat'], timestamp: NOW },
    alice.signer,
  );
  const { publisher_did: _publisher, ...published } = event;
  return [
    ...Object.values(await heldPayloads()),
    {
      type: 'REQUEST_COMMUNICATION_CONTRACT',
      encrypted_request: CIPHERTEXT,
      requestor_ephemeral_public_key: encodeAgreementKey(alice.ephemeral.publicKey),
    },
    { type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract },
    { type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS', limit: 10, cursor: null },
    { type: 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS', request_ids: ['r1', 'r2'] },
    { type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract },
    { type: 'QUERY_COMMUNICATION_CONTRACTS', limit: 100 },
    { type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id: HASH },
    { type: 'REVOKE_COMMUNICATION_CONTRACT', signed_contract },
    { type: 'FIND_IDENTITIES' },
    { type: 'QUERY_PENDING_EVENTS', limit: 5, cursor: '1' },
    { type: 'ACKNOWLEDGE_PENDING_EVENTS', event_ids: ['1', '2'] },
    {
      type: 'SAVE_EVENTS',
      events: [{ id: 'e1', payload: CIPHERTEXT, tags: [BLOB] }],
      anchor: { room_id: HASH },
    },
    { type: 'QUERY_EVENTS', tags: [BLOB], after: 1, before: NOW, order: 'desc', limit: 3, cursor: '1' },
    { type: 'UPDATE_EVENT_TAGS', events: [{ event_id: 'e1', tags: [BLOB] }] },
    { type: 'DELETE_EVENTS', event_ids: ['e1'] },
    { type: 'SEND_EVENT', id: 'e1', payload: CIPHERTEXT },
    { type: 'SEND_EVENTS', events: [{ id: 'e1', payload: CIPHERTEXT }] },
    { type: 'PUBLISH_PUBLIC_EVENT', ...published },
    { type: 'DELETE_PUBLIC_EVENT', public_event_id: 'p1' },
  ];
}

export async function commandSeeds() {
  const payloads = await payloadSeeds();
  return Promise.all(
    payloads.map((payload) =>
      signCommand(
        {
          channel: channelOf(payload.type),
          senderDid: alice.did,
          recipientDid: payload.type === 'SEND_EVENT' ? bob.did : MEDIATOR,
          timestamp: NOW * 1_000,
          nonce: 'n'.repeat(22),
          payload,
        },
        alice.signer,
      ),
    ),
  );
}

/** A reply to every command, and refusals. */
export async function replySeeds() {
  const signed_contract = await contractSeed();
  const row = { id: '1', sender_did: alice.did, payload: CIPHERTEXT, timestamp: NOW };
  const request = {
    id: 'r1',
    sender_did: alice.did,
    encrypted_request: CIPHERTEXT,
    requestor_ephemeral_public_key: encodeAgreementKey(alice.ephemeral.publicKey),
    timestamp: NOW,
  };
  const payloads = [
    { signed_contract },
    { request_id: 'r1' },
    { contract_id: contractId(signed_contract.contract) },
    { requests: [request, request], next_cursor: null },
    { contracts: [{ contract_id: HASH, signed_contract }], next_cursor: 'c' },
    { acknowledged: ['1'] },
    { dids: [alice.did] },
    { pending_events: [row, row], next_cursor: '2' },
    { event_ids: ['e1'] },
    { events: [{ id: 'e1', payload: CIPHERTEXT, tags: [BLOB], created_at: NOW }], next_cursor: null },
    { updated: 1 },
    { deleted: ['e1'] },
    { event_id: 'e1' },
    { results: [{ id: 'e1', ok: false, code: 'ID_CONFLICT' }] },
    { public_event_id: 'p1' },
  ];
  const timestamp = NOW * 1_000;
  return [
    ...payloads.map((payload) => ({ type: 'SUCCESS', payload, timestamp })),
    { type: 'ERROR', code: 'RATE_LIMITED', message: 'slow down', timestamp, retry_after_ms: 100 },
  ];
}

export async function frameSeeds() {
  const row = { id: '1', sender_did: alice.did, payload: CIPHERTEXT, timestamp: NOW };
  const authenticate = await signAuthenticate(
    { did: alice.did, mediatorDid: MEDIATOR, timestamp: NOW * 1_000, nonce: 'n'.repeat(22) },
    alice.signer,
  );
  return [
    authenticate,
    { type: 'AUTH_SUCCESS' },
    { type: 'AUTH_FAILED', code: 'INVALID_SIGNATURE' },
    { type: 'PENDING_EVENTS', events: [row] },
    { type: 'PENDING_CONTRACT_REQUESTS', count: 3 },
    { type: 'CONTRACTS_CHANGED' },
  ];
}

export const eventSeed = {
  type: 'chat.message',
  data: { content: 'Hello Bob', number: 1.5, list: [1, { deep: null }] },
  meta: {
    id: 'evt-1',
    dev: '0123456789abcdef',
    seq: 2,
    prev: HASH,
    tags: ['chat', 'chat.1'],
    ephemeral: true,
  },
};

export async function envelopeSeed() {
  const contract = contractId((await contractSeed()).contract);
  const event = formatEvent(eventSeed);
  return signEnvelope({ contractId: contract, event, timestamp: NOW }, alice.signer);
}

export async function storedSeeds() {
  const envelope = await envelopeSeed();
  const { event, contract_id, timestamp, signature } = envelope;
  const meta = { sender_did: alice.did, recipient_did: bob.did, timestamp, tags: ['chat'] };
  return [
    { v: 1, event, meta: { ...meta, direction: 'in', contract_id, signature } },
    { v: 1, event, meta: { ...meta, direction: 'out', contract_id, signature } },
    { v: 1, event, meta: { ...meta, direction: 'self', contract_id: null, signature: null } },
  ];
}

/** A record as it lies on the disk; its secrets are noise. */
export function vaultSeed(): VaultRecord {
  const identity = { index: 0, signing: BLOB, preKey: BLOB, store: BLOB, tag: BLOB, storageIndex: BLOB };
  const { signingKeyMultibase } = parseDid(alice.did);
  const profile = {
    index: 0,
    did: alice.did,
    alias: 'alice',
    mediatorDid: MEDIATOR,
    signingKey: signingKeyMultibase,
  };
  const text = encodeVault(
    {
      header: {
        format: 'decentrl-vault',
        version: 1,
        kdf: { name: 'argon2id', memoryKiB: 65_536, passes: 3, lanes: 1, salt: BLOB },
        passwordCheck: BLOB,
      },
      wrappedDataKey: BLOB,
      revision: 3,
      wordsConfirmed: true,
      profiles: [profile],
      secrets: { root: BLOB, local: BLOB, localIndex: BLOB, identities: [identity] },
    },
    BLOB,
  );
  return decodeVault(text);
}

export const documentSeed = () =>
  mediatorDocument({
    did: MEDIATOR,
    signingKey: alice.signer.publicKey,
    preKey: alice.preKey.publicKey,
    endpoint: 'https://mediator.example/commands',
  });

/** A foreign mediator's document: JWKs, an endpoint that is an object, keys by reference and embedded. */
export function foreignDocumentSeed() {
  const jwk = (crv: string, key: Uint8Array) => ({
    kty: 'OKP',
    crv,
    x: Buffer.from(key).toString('base64url'),
  });
  const agreement = {
    id: `${MEDIATOR}#k2`,
    type: 'JsonWebKey2020',
    controller: MEDIATOR,
    publicKeyJwk: jwk('X25519', alice.preKey.publicKey),
  };
  return {
    '@context': ['https://www.w3.org/ns/did/v1'],
    id: MEDIATOR,
    verificationMethod: [
      {
        id: '#k1',
        type: 'JsonWebKey2020',
        controller: MEDIATOR,
        publicKeyJwk: jwk('Ed25519', alice.signer.publicKey),
      },
    ],
    authentication: ['#k1'],
    keyAgreement: [agreement],
    service: [
      { id: '#x', type: 'Other', serviceEndpoint: 'https://x.example' },
      { id: '#m', type: 'DecentrlMediatorService', serviceEndpoint: { uri: 'https://mediator.example/c' } },
    ],
  };
}

export const movedSeed = () =>
  signMoved({ oldDid: alice.did, newDid: moved.did, timestamp: NOW }, alice.signer);
export const revocationSeed = () =>
  signRevocation({ contractId: HASH, revokerDid: alice.did, timestamp: NOW }, alice.signer);

/** Calls of a page, as the relay hands them over: parameters as JSON text. */
export function pageSeeds() {
  const calls: Record<string, unknown> = {
    decentrl_getCapabilities: undefined,
    decentrl_requestIdentities: [{ reason: 'To chat', mode: 'pairwise' }],
    decentrl_signIn: {
      nonce: 'abcdefgh',
      statement: 'Hello',
      expirationTime: NOW,
      resources: ['https://a.example'],
    },
    wallet_requestPermissions: { decentrl_events: { types: ['chat.*'], identities: [0] } },
    wallet_revokePermissions: { decentrl_events: {} },
    decentrl_openContract: {
      peer: bob.did,
      purpose: 'chat',
      eventTypes: ['chat.message'],
      expiresAt: NOW,
      note: 'hi',
    },
    decentrl_acceptContract: { requestId: 'r1' },
    decentrl_getContracts: { status: 'active', peer: bob.did, cursor: 0, limit: 10 },
    decentrl_sendEvent: {
      contractId: HASH,
      type: 'chat.message',
      data: { content: 'Hello', list: [1, 2, { deep: true }] },
      // A template, for the companion to fill.
      tags: [['chat.$', '{content}'].join('')],
      ephemeral: false,
      idempotencyKey: 'k1',
    },
    decentrl_getEvents: { contractId: HASH, types: ['chat.*'], tags: ['chat'], after: 1, limit: 100 },
    decentrl_subscribe: { contractId: HASH, types: ['chat.message'], after: 0 },
    dmtp_send: { any: 'thing' },
  };
  return Object.entries(calls).map(([method, params]) => ({
    channel: 'page',
    id: 'a'.repeat(32),
    page: 'b'.repeat(32),
    method,
    active: true,
    ...(params === undefined ? {} : { params: JSON.stringify(params) }),
  }));
}
