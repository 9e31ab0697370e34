import type { Generated, Kysely, Transaction } from 'kysely';
import type { HeldState } from '../../../lib/protocol/held-replies.ts';

/**
 * The rows of a mediator. Everything here is either public (a DID), ciphertext, or opaque to the mediator.
 * Times are whole seconds, except `nonces.timestamp`, in milliseconds.
 *
 * `identities` holds nothing that is not in `contracts`: it is the index of who is registered
 * (an active contract with the mediator *is* the registration, protocol.md §4.9) and the place of the
 * counters and sequences of one inbox. Sequences are per identity, so that ids and cursors
 * tell nobody how much traffic others have.
 */
export interface Schema {
  identities: {
    id: Generated<number>;
    did: string;
    signing_key: string;
    /** 1 when the DID names this mediator, so that commands addressed to it are accepted. */
    home: number;
    registered_until: number;
    pending_seq: number;
    pending_count: number;
    pending_bytes: number;
    stored_seq: number;
    stored_count: number;
    stored_bytes: number;
    stored_at: number;
  };
  contracts: {
    contract_id: string;
    requestor_did: string;
    requestor_key: string;
    recipient_did: string;
    recipient_key: string;
    /** Both signing keys in order: a contract is the same authority in both directions. */
    pair: string;
    requestor_encryption_public_key: string;
    signed_contract: string;
    timestamp: number;
    expires_at: number;
    stored_at: number;
    revoked_at: number | null;
  };
  tombstones: {
    requestor_did: string;
    requestor_encryption_public_key: string;
    expires_at: number;
  };
  contract_requests: {
    id: string;
    identity_id: number;
    seq: Generated<number>;
    sender_did: string;
    encrypted_request: string;
    requestor_ephemeral_public_key: string;
    created_at: number;
  };
  request_log: { id: Generated<number>; sender_key: string; created_at: number };
  pending_events: {
    identity_id: number;
    seq: number;
    sender_did: string;
    payload: string;
    created_at: number;
  };
  stored_events: {
    identity_id: number;
    seq: number;
    event_id: string;
    payload: string;
    tags: string;
    created_at: number;
  };
  event_tags: { identity_id: number; tag: string; seq: number };
  accepted_ids: {
    key: Uint8Array;
    digest: Uint8Array;
    result: string;
    expires_at: number;
  };
  nonces: { timestamp: number; key: Uint8Array };
  public_events: {
    seq: Generated<number>;
    id: string;
    identity_id: number;
    publisher_did: string;
    channel_id: string;
    event: string;
    tags: string;
    timestamp: number;
    event_signature: string;
  };
  /** Every CID this mediator will name in an index file, once. Public from then on. */
  listed_cids: {
    seq: Generated<number>;
    cid: string;
    room_id: string;
    listed_at: number;
    /** `index_files.id`, null while it waits. */
    index_file: number | null;
  };
  /** Index files, whose bytes are in `published_blocks`, and how far their anchors are. */
  index_files: {
    id: Generated<number>;
    cid: string;
    built_at: number;
    state: 'built' | 'sent' | 'mined' | 'finalized';
    chain_id: number | null;
    /** Lower-case hex. */
    contract: string | null;
    /** Of the anchoring account; every transaction of one file has the same, so that one at most is ever mined. */
    nonce: number | null;
    tx: string | null;
    block_number: number | null;
    block_hash: string | null;
    /** Position in the contract's list. */
    entry: number | null;
  };
  /** Signed transactions, kept before they are sent, so that a restart sends the same again. Fees in wei. */
  anchor_transactions: {
    hash: string;
    index_file: number;
    nonce: number;
    signed: string;
    max_fee: string;
    priority_fee: string;
    signed_at: number;
  };
  /** What the IPFS node and the gateway serve: nothing that is not here. */
  published_blocks: {
    /** Of sha2-256. */
    digest: Uint8Array;
    cid: string;
    bytes: Uint8Array;
    published_at: number;
    /** The IPFS node that has it, null while none was told. */
    handed_to: string | null;
  };
  /**
   * Epochs: the keys of single addresses that a master gives are handed out for a time, and the master is destroyed, made
   * null, as soon as that is over and no unfinished row names it. What was held under it then opens for nobody any more
   * (B-03, B-22).
   */
  held_epochs: {
    id: string;
    master: Uint8Array | null;
    opened_at: number;
    handed_until: number;
    destroyed_at: number | null;
  };
  /** Given out for one binding, gone when it is registered. */
  binding_nonces: {
    nonce: string;
    did: string;
    address: string;
    chain_id: number;
    issued_at: number;
    expires_at: number;
  };
  /** Who answers for an address, once and now: the closed ones stay, since an address once bound is never held for again. */
  address_bindings: {
    id: Generated<number>;
    address: string;
    chain_id: number;
    did: string;
    signing_key: string;
    nonce: string;
    binding: string;
    wallet_signature: string;
    did_signature: string;
    previous_did: string | null;
    previous_signature: string | null;
    proof: 'account' | 'contract';
    effective_at: number;
    checked_at: number;
    closed_at: number | null;
    /** The *moved* statement of an identity that went to another mediator. */
    moved: string | null;
  };
  /**
   * One row a message, one state: HELD → REWRAPPED → REKEYED → CONFIRMED and the side ends. Every step compares the state it
   * leaves and sets the one it enters in one statement, so that of two who try one succeeds, and a step taken again changes
   * nothing (B-09). `record` and the shares are gone with the states that need them.
   */
  held_messages: {
    seq: Generated<number>;
    saver_key: string;
    id: string;
    receiver: string;
    chain_id: number;
    state: HeldState;
    cid: string;
    commitment: string;
    room_id: string;
    not_after: number;
    changed_at: number;
    record: string | null;
    save_receipt: string;
    save_signature: string;
    /** The binding it was rewrapped for. */
    binding_id: number | null;
    new_record: string | null;
    receipt: string | null;
    receipt_signature: string | null;
    deletion_receipt: string | null;
    deletion_signature: string | null;
  };
  held_shares: {
    message: number;
    kind: 'epoch' | 'rewrapped';
    /** Null for a rewrapped share. */
    epoch_id: string | null;
    epk: string;
    ciphertext: string;
  };
}

export type Database = Kysely<Schema>;

/** The database inside a group of commands that commits as one. */
export type Tx = Transaction<Schema>;
