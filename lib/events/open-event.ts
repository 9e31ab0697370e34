import { type ContactRecord, contactKey } from '../contacts/contact-record.ts';
import type { ContractRecord } from '../contracts/contract-record.ts';
import { contractsOf } from '../contracts/contracts-of.ts';
import { contractsForReceiving } from '../contracts/live-contract.ts';
import type { Verifier } from '../crypto/signature.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { PendingEvent } from '../mediator/sync-sink.ts';
import { parseDid, verifierOf } from '../protocol/did.ts';
import {
  type Envelope,
  envelopeHash,
  openEnvelope,
  signatureHash,
  verifyEnvelope,
} from '../protocol/envelope.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { isReserved } from '../protocol/tags.ts';
import type { JsonValue } from '../provider/decentrl-rpc.ts';
import type { Domain } from './domain.ts';

/** An event whose sender is proven. */
export interface OpenedEvent {
  pending: PendingEvent;
  contact: ContactRecord;
  contractId: string;
  /** The DID of the counterparty in the contract; what the mediator calls the sender is not believed. */
  senderDid: string;
  envelope: Envelope;
  /** Hash of the envelope, which the next one names. */
  hash: string;
  eventId: string;
  type: string;
  data: JsonValue;
  /** Without reserved ones. */
  tags: string[];
  ephemeral: boolean;
  dev: string | null;
  seq: number | null;
  prev: string | null;
  /** Numbers that are missing directly before it, set when it is booked. */
  gap: { from: number; to: number } | null;
}

export interface FailedEvent {
  pending: PendingEvent;
  /** Short stable word. */
  reason: string;
}

/** What became of a page of pending events. */
export interface OpenedPage {
  pending: readonly PendingEvent[];
  opened: OpenedEvent[];
  failed: FailedEvent[];
}

interface Sender {
  contact: ContactRecord;
  verifier: Verifier;
  contracts: { contract: ContractRecord; key: CryptoKey }[];
}

/** Contacts and contracts of the senders met so far. Only for a moment such as one pass: it does not see changes. */
export type Senders = Map<string, Promise<Sender | null>>;

/**
 * Opens a batch, every event on its own: with the live contracts of its sender newest first, at most five; the envelope
 * must name the contract whose key opened it and be signed by its counterparty (`protocol.md` §4, §6; T-39, T-40).
 * Only a lock or a failing disk throws.
 */
export async function openEvents(
  domain: Domain,
  keys: IdentityKeys,
  pending: readonly PendingEvent[],
  senders: Senders = new Map(),
): Promise<OpenedPage> {
  const senderOf = (did: string) => {
    const known = senders.get(did) ?? readSender(domain, keys, did);
    senders.set(did, known);
    return known;
  };
  const opened: OpenedEvent[] = [];
  const failed: FailedEvent[] = [];
  const results = await Promise.all(
    pending.map(async (one) => {
      try {
        return await openOne(one, await senderOf(one.sender_did));
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        return { pending: one, reason: error.reason };
      }
    }),
  );
  for (const result of results) {
    if ('reason' in result) failed.push(result);
    else opened.push(result);
  }
  return { pending, opened, failed };
}

async function readSender(domain: Domain, keys: IdentityKeys, did: string): Promise<Sender | null> {
  const { signingKeyMultibase } = parseDid(did);
  const contact = await domain.tables.contacts.get(contactKey(keys.index, signingKeyMultibase));
  if (contact === undefined) return null;
  const live = contractsForReceiving(await contractsOf(domain, contact));
  const contracts = await Promise.all(
    live.map(async (contract) => ({ contract, key: await domain.rootKeys.get(contract) })),
  );
  return { contact, contracts, verifier: await verifierOf(parseDid(contact.did)) };
}

async function openOne(pending: PendingEvent, sender: Sender | null): Promise<OpenedEvent> {
  if (sender === null || sender.contracts.length === 0) throw new ProtocolError('no-contract');
  const { envelope, contract } = await decrypt(pending.payload, sender);
  const event = await verifyEnvelope(envelope, {
    contractId: contract.contractId,
    counterpartySigningKey: sender.verifier,
  });
  const { meta } = event;
  return {
    pending,
    contact: sender.contact,
    contractId: contract.contractId,
    senderDid: contract.peerDid,
    envelope,
    hash: envelopeHash(envelope),
    eventId: meta?.id ?? signatureHash(envelope).slice(0, 32),
    type: event.type,
    data: event.data,
    tags: (meta?.tags ?? []).filter((tag) => !isReserved(tag)),
    ephemeral: meta !== undefined && 'ephemeral' in meta && meta.ephemeral === true,
    dev: meta?.dev ?? null,
    seq: meta?.seq ?? null,
    prev: meta?.prev ?? null,
    gap: null,
  };
}

async function decrypt(
  payload: string,
  { contracts }: Sender,
): Promise<{ envelope: Envelope; contract: ContractRecord }> {
  let failure: unknown;
  for (const { contract, key } of contracts) {
    try {
      return { envelope: await openEnvelope(payload, key), contract };
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new ProtocolError('no-contract');
}
