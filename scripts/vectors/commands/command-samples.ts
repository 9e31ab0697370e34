import { base64Encode } from '../../../lib/crypto/base64.ts';
import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { signBindingStatement } from '../../../lib/protocol/binding.ts';
import type { CommandPayload, CommandType } from '../../../lib/protocol/commands.ts';
import { encryptRequest } from '../../../lib/protocol/contract.ts';
import { signHandOverReceipt } from '../../../lib/protocol/held-receipts.ts';
import { signPublicEvent } from '../../../lib/protocol/public-event.ts';
import { bobsWallet, CHAIN_ID, sampleBound, sampleHanded } from '../support/held-sample.ts';
import { personas } from '../support/personas.ts';
import { sampleContract } from '../support/sample-contract.ts';
import { seededBytes } from '../support/seeded-bytes.ts';
import { seededRandom } from '../support/seeded-random.ts';

/** A command before it is signed. */
export interface CommandSample<T extends CommandType = CommandType> {
  as: 'alice' | 'bob' | 'carol';
  recipientDid: string;
  payload: CommandPayload<T>;
}

/** Something that looks like a ciphertext and is always the same for a label: 45 bytes, base64. */
export function opaque(label: string, length = 45): string {
  return base64Encode(seededBytes(label, length));
}

/** A command of every type, as the protocol's own personas would send it. */
export async function commandSamples(): Promise<{ [T in CommandType]: CommandSample<T> }> {
  const { alice, bob, mediator, escrow, baseTime } = personas;
  const { request, signed, contractId } = await sampleContract();
  const encrypted_request = await seededRandom([seededBytes('request nonce', 12)], () =>
    encryptRequest({ ...request, note: 'Hello Bob' }, alice.ephemeral, bob.preKey.publicKey),
  );
  const publicEvent = {
    publisher_did: alice.did,
    channel_id: 'board',
    event: '{"text":"Hello everybody"}',
    tags: ['news'],
    timestamp: baseTime,
  };
  const { publisher_did: _, ...published } = await signPublicEvent(publicEvent, alice.signer);
  const { held, record: handed, cid } = await sampleHanded();
  const { id, commitment } = held.record;
  const receipt = { id, old_cid: held.cid, new_cid: cid, commitment };
  const bound = await sampleBound();
  const place = { address: bobsWallet.address, chain_id: CHAIN_ID };
  const own = <P extends CommandPayload>(payload: P, as: 'alice' | 'bob' = 'alice') => ({
    as,
    recipientDid: mediator.did,
    payload,
  });
  const toEscrow = <P extends CommandPayload>(as: 'alice' | 'bob', payload: P) => ({
    as,
    recipientDid: escrow.did,
    payload,
  });
  return {
    REQUEST_COMMUNICATION_CONTRACT: {
      as: 'alice',
      recipientDid: bob.did,
      payload: {
        type: 'REQUEST_COMMUNICATION_CONTRACT',
        encrypted_request,
        requestor_ephemeral_public_key: encodeAgreementKey(alice.ephemeral.publicKey),
      },
    },
    COMMUNICATION_CONTRACT_RESPONSE: {
      as: 'bob',
      recipientDid: alice.did,
      payload: { type: 'COMMUNICATION_CONTRACT_RESPONSE', signed_contract: signed },
    },
    QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS: own({
      type: 'QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
      limit: 10,
      cursor: null,
    }),
    ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS: own({
      type: 'ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS',
      request_ids: ['request-1', 'request-2'],
    }),
    SAVE_COMMUNICATION_CONTRACT: own({ type: 'SAVE_COMMUNICATION_CONTRACT', signed_contract: signed }, 'bob'),
    QUERY_COMMUNICATION_CONTRACTS: own({ type: 'QUERY_COMMUNICATION_CONTRACTS' }),
    REVOKE_COMMUNICATION_CONTRACT: own({ type: 'REVOKE_COMMUNICATION_CONTRACT', contract_id: contractId }),
    FIND_IDENTITIES: own({ type: 'FIND_IDENTITIES' }),
    QUERY_PENDING_EVENTS: own({ type: 'QUERY_PENDING_EVENTS', limit: 500 }),
    ACKNOWLEDGE_PENDING_EVENTS: own({ type: 'ACKNOWLEDGE_PENDING_EVENTS', event_ids: ['1'] }),
    SAVE_EVENTS: own({
      type: 'SAVE_EVENTS',
      events: [{ id: 'own-1', payload: opaque('own-1'), tags: [opaque('tag-1', 64)] }],
    }),
    QUERY_EVENTS: own({
      type: 'QUERY_EVENTS',
      tags: [opaque('tag-1', 64)],
      after: baseTime - 60,
      before: baseTime,
      order: 'desc',
      limit: 100,
    }),
    UPDATE_EVENT_TAGS: own({ type: 'UPDATE_EVENT_TAGS', events: [{ event_id: 'own-1', tags: [] }] }),
    DELETE_EVENTS: own({ type: 'DELETE_EVENTS', event_ids: ['own-1'] }),
    SEND_EVENT: {
      as: 'alice',
      recipientDid: bob.did,
      payload: { type: 'SEND_EVENT', id: 'event-1', payload: opaque('event-1') },
    },
    SEND_EVENTS: {
      as: 'alice',
      recipientDid: bob.did,
      payload: {
        type: 'SEND_EVENTS',
        events: [
          { id: 'event-1', payload: opaque('event-1') },
          { id: 'event-2', payload: opaque('event-2') },
        ],
      },
    },
    PUBLISH_PUBLIC_EVENT: own({ type: 'PUBLISH_PUBLIC_EVENT', ...published }),
    DELETE_PUBLIC_EVENT: own({
      type: 'DELETE_PUBLIC_EVENT',
      public_event_id: 'AAECAwQFBgcICQoLDA0ODw',
    }),
    PREPARE_ADDRESS_BINDING: toEscrow('bob', { type: 'PREPARE_ADDRESS_BINDING', ...place }),
    REGISTER_ADDRESS_BINDING: toEscrow('bob', {
      type: 'REGISTER_ADDRESS_BINDING',
      binding: bound.binding,
      chain_id: bound.chainId,
      wallet_signature: bound.walletSignature,
      did_signature: await signBindingStatement(bound, bob.signer),
    }),
    REVOKE_ADDRESS_BINDING: toEscrow('bob', { type: 'REVOKE_ADDRESS_BINDING', ...place }),
    RESOLVE_ADDRESS: toEscrow('alice', { type: 'RESOLVE_ADDRESS', ...place }),
    SAVE_HELD_MESSAGE: toEscrow('alice', {
      type: 'SAVE_HELD_MESSAGE',
      record: held.record,
      threshold: held.threshold,
      shares: held.shares,
    }),
    QUERY_SENT_HELD_MESSAGES: toEscrow('alice', { type: 'QUERY_SENT_HELD_MESSAGES', limit: 100 }),
    QUERY_HELD_MESSAGES: toEscrow('bob', { type: 'QUERY_HELD_MESSAGES', cursor: null }),
    REKEY_HELD_MESSAGES: toEscrow('bob', {
      type: 'REKEY_HELD_MESSAGES',
      items: [{ record: handed, receipt, signature: await signHandOverReceipt(receipt, bob.signer) }],
    }),
    CONFIRM_HELD_MESSAGES: toEscrow('alice', {
      type: 'CONFIRM_HELD_MESSAGES',
      items: [{ id, ok: true }],
    }),
    WITHDRAW_HELD_MESSAGE: toEscrow('alice', { type: 'WITHDRAW_HELD_MESSAGE', id }),
  };
}
