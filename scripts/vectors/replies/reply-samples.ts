import { encodeAgreementKey } from '../../../lib/crypto/multikey.ts';
import { signBindingStatement } from '../../../lib/protocol/binding.ts';
import type { CommandReply, CommandType } from '../../../lib/protocol/commands.ts';
import {
  signDeletionReceipt,
  signHandOverReceipt,
  signSaveReceipt,
} from '../../../lib/protocol/held-receipts.ts';
import { signResolution } from '../../../lib/protocol/resolved-address.ts';
import { opaque } from '../commands/command-samples.ts';
import { binding, bobsWallet, CHAIN_ID, epoch, sampleBound, sampleHanded } from '../support/held-sample.ts';
import { personas } from '../support/personas.ts';
import { sampleContract } from '../support/sample-contract.ts';

/** What a mediator answers to a command of every type. */
export async function replySamples(): Promise<{ [T in CommandType]: CommandReply<T> }> {
  const { alice, bob, escrow, baseTime } = personas;
  const { signed, contractId } = await sampleContract();
  const { held, record: handed, cid } = await sampleHanded();
  const { id, commitment } = held.record;
  const bound = await sampleBound();
  const receipt = { id, old_cid: held.cid, new_cid: cid, commitment };
  const saveReceipt = { id, cid: held.cid, received_at: baseTime };
  const deletion = { id, old_cid: held.cid, new_cid: cid, deleted_at: baseTime };
  const nobody = {
    binding: null,
    wallet_signature: null,
    did_signature: null,
    previous_did: null,
    previous_signature: null,
    moved: null,
  };
  const question = { escrow: escrow.did, address: bobsWallet.address, chain_id: CHAIN_ID, at: baseTime };
  const answer = { ...question, ...nobody, epoch: { kid: epoch.kid, public_key: epoch.publicKey } };
  return {
    REQUEST_COMMUNICATION_CONTRACT: { request_id: 'request-1' },
    COMMUNICATION_CONTRACT_RESPONSE: { contract_id: contractId },
    QUERY_PENDING_COMMUNICATION_CONTRACT_REQUESTS: {
      requests: [
        {
          id: 'request-1',
          sender_did: alice.did,
          encrypted_request: opaque('request'),
          requestor_ephemeral_public_key: encodeAgreementKey(alice.ephemeral.publicKey),
          timestamp: baseTime,
        },
      ],
      next_cursor: 'cursor-1',
    },
    ACKNOWLEDGE_PENDING_COMMUNICATION_CONTRACT_REQUESTS: { acknowledged: ['request-1'] },
    SAVE_COMMUNICATION_CONTRACT: { contract_id: contractId },
    QUERY_COMMUNICATION_CONTRACTS: {
      contracts: [{ contract_id: contractId, signed_contract: signed }],
      next_cursor: null,
    },
    REVOKE_COMMUNICATION_CONTRACT: { contract_id: contractId },
    FIND_IDENTITIES: { dids: [alice.did] },
    QUERY_PENDING_EVENTS: {
      pending_events: [
        { id: '1', sender_did: alice.did, payload: opaque('event-1'), timestamp: baseTime },
        { id: '2', sender_did: alice.did, payload: opaque('event-2'), timestamp: baseTime + 1 },
      ],
      next_cursor: null,
    },
    ACKNOWLEDGE_PENDING_EVENTS: { acknowledged: ['1', '2'] },
    SAVE_EVENTS: { event_ids: ['own-1'] },
    QUERY_EVENTS: {
      events: [{ id: 'own-1', payload: opaque('own-1'), tags: [opaque('tag-1', 64)], created_at: baseTime }],
      next_cursor: 'cursor-1',
    },
    UPDATE_EVENT_TAGS: { updated: 1 },
    DELETE_EVENTS: { deleted: ['own-1'] },
    SEND_EVENT: { event_id: 'event-1' },
    SEND_EVENTS: {
      results: [
        { id: 'event-1', ok: true },
        { id: 'event-2', ok: false, code: 'ID_CONFLICT' },
      ],
    },
    PUBLISH_PUBLIC_EVENT: { public_event_id: 'AAECAwQFBgcICQoLDA0ODw' },
    DELETE_PUBLIC_EVENT: { public_event_id: 'AAECAwQFBgcICQoLDA0ODw' },
    PREPARE_ADDRESS_BINDING: {
      escrow: escrow.did,
      nonce: binding.nonce,
      issued_at: binding.issuedAt,
      expires_at: binding.expiresAt,
    },
    REGISTER_ADDRESS_BINDING: { effective_at: baseTime },
    REVOKE_ADDRESS_BINDING: {},
    RESOLVE_ADDRESS: { answer, signature: await signResolution(answer, escrow.signer) },
    SAVE_HELD_MESSAGE: {
      receipt: saveReceipt,
      signature: await signSaveReceipt(saveReceipt, escrow.signer),
    },
    QUERY_SENT_HELD_MESSAGES: {
      rows: [
        { id: 'message-2', state: 'HELD', cid: held.cid },
        {
          id,
          state: 'REKEYED',
          cid: held.cid,
          new_record: handed,
          receipt,
          receipt_signature: await signHandOverReceipt(receipt, bob.signer),
          chain_id: bound.chainId,
          binding: bound.binding,
          wallet_signature: bound.walletSignature,
          did_signature: await signBindingStatement(bound, bob.signer),
        },
      ],
      next_cursor: null,
    },
    QUERY_HELD_MESSAGES: {
      rows: [
        {
          id,
          state: 'REWRAPPED',
          record: held.record,
          share: { epk: held.shares[0]?.epk, ciphertext: held.shares[0]?.ciphertext },
        },
      ],
      next_cursor: null,
    },
    REKEY_HELD_MESSAGES: {
      items: [
        { id, deletion_receipt: deletion, signature: await signDeletionReceipt(deletion, escrow.signer) },
      ],
    },
    CONFIRM_HELD_MESSAGES: { items: [{ id, state: 'CONFIRMED' }] },
    WITHDRAW_HELD_MESSAGE: { state: 'WITHDRAWN' },
  };
}
