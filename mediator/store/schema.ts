import type { Generated, Kysely, Transaction } from 'kysely';

/**
 * The rows of a mediator. Everything here is either public (a DID), ciphertext, or opaque to the mediator.
 * Times are whole seconds, except `nonces.timestamp`, in milliseconds.
 *
 * `identities` holds nothing that is not in `contracts`: it is the index of who is registered
 * (an active contract with the mediator *is* the registration, protocol.md §4) and the place of the
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
}

export type Database = Kysely<Schema>;

/** The database inside a group of commands that commits as one. */
export type Tx = Transaction<Schema>;
