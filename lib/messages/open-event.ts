import type { JsonValue } from '../crypto/json-value.ts';
import { mapInSlices } from '../crypto/map-in-slices.ts';
import type { Verifier } from '../crypto/signature.ts';
import type { Domain } from '../domain/domain.ts';
import { type ContactRecord, contactKey } from '../domain/records/contact-record.ts';
import type { ContractRecord } from '../domain/records/contract-record.ts';
import type { IdentityKeys } from '../keys/identity-keys.ts';
import type { RootKey } from '../keys/root-key.ts';
import type { OpenedPending, PendingEvent } from '../mediator-client/sync/sync-sink.ts';
import { parseDid, verifierOf } from '../protocol/did.ts';
import {
  type Envelope,
  envelopeHash,
  openEnvelope,
  type ProtocolEvent,
  signatureHash,
} from '../protocol/envelope.ts';
import { ProtocolError } from '../protocol/protocol-error.ts';
import { isReserved } from '../protocol/tags.ts';
import { type EnvelopeVerdict, verifyEnvelopes } from '../protocol/verify-envelopes.ts';
import { contractsOf } from '../relationships/contracts-of.ts';
import { contractsForReceiving } from '../relationships/live-contract.ts';

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
  /** Ids of the contracts with its sender that were known then. */
  triedWith: readonly string[];
}

/** What became of a page of pending events. */
export interface OpenedPage extends OpenedPending {
  opened: OpenedEvent[];
  failed: FailedEvent[];
}

interface Sender {
  contact: ContactRecord;
  verifier: Verifier;
  contracts: { contract: ContractRecord; key: RootKey }[];
}

/** An event that one of its sender's contract keys opened; who wrote it is not proven yet. */
interface Decrypted {
  pending: PendingEvent;
  sender: Sender;
  contract: ContractRecord;
  envelope: Envelope;
}

/** Contacts and contracts of the senders met so far. Only for a moment such as one pass: it does not see changes. */
export type Senders = Map<string, Promise<Sender | null>>;

/**
 * Opens a batch: each event with the live contracts of its sender newest first, at most five; the envelope must name the
 * contract whose key opened it and be its counterparty's (`protocol.md` §4.10, §6.4; T-39, T-40). One that fails harms no other
 * (T-63). Only a lock or a failing disk throws.
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
  const decrypted = await mapInSlices(pending, (one) => decryptOrFail(one, senderOf));
  const proven = new Map<PendingEvent, OpenedEvent | FailedEvent>();
  for (const batch of ofOneContract(decrypted)) {
    for (const one of await prove(batch)) proven.set(one.pending, one);
  }
  const results = decrypted.map((one) => ('reason' in one ? one : proven.get(one.pending)));
  return {
    pending,
    opened: results.filter((one) => one !== undefined && 'hash' in one),
    failed: results.filter((one) => one !== undefined && 'reason' in one),
  };
}

async function decryptOrFail(
  pending: PendingEvent,
  senderOf: (did: string) => Promise<Sender | null>,
): Promise<Decrypted | FailedEvent> {
  let sender: Sender | null = null;
  try {
    sender = await senderOf(pending.sender_did);
    return await decrypt(pending, sender);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return failedEvent(pending, sender, error);
  }
}

function failedEvent(pending: PendingEvent, sender: Sender | null, { reason }: ProtocolError): FailedEvent {
  return { pending, reason, triedWith: sender?.contact.contractIds ?? [] };
}

function ofOneContract(results: readonly (Decrypted | FailedEvent)[]): Decrypted[][] {
  const decrypted = results.filter((one) => 'envelope' in one);
  return [...Map.groupBy(decrypted, ({ contract }) => contract.contractId).values()];
}

async function prove(batch: readonly Decrypted[]): Promise<(OpenedEvent | FailedEvent)[]> {
  const { contract, sender } = batch[0] as Decrypted;
  const verdicts = await verifyEnvelopes(
    batch.map(({ envelope }) => envelope),
    { contractId: contract.contractId, counterpartySigningKey: sender.verifier },
  );
  return batch.map((one, at) => {
    const verdict = verdicts[at] as EnvelopeVerdict;
    if (verdict instanceof ProtocolError) return failedEvent(one.pending, sender, verdict);
    return toOpened(one, verdict);
  });
}

async function readSender(domain: Domain, keys: IdentityKeys, did: string): Promise<Sender | null> {
  const { signingKeyMultibase } = parseDid(did);
  const contact = await domain.tables.contacts.get(contactKey(keys.index, signingKeyMultibase));
  if (contact === undefined) return null;
  const live = contractsForReceiving(await contractsOf(domain, contact));
  const contracts = await Promise.all(
    live.map(async (contract) => ({ contract, key: await domain.keyring.rootKey(contract) })),
  );
  return { contact, contracts, verifier: await verifierOf(parseDid(contact.did)) };
}

function toOpened({ pending, envelope, contract, sender }: Decrypted, event: ProtocolEvent): OpenedEvent {
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

async function decrypt(pending: PendingEvent, sender: Sender | null): Promise<Decrypted> {
  let failure: unknown;
  for (const { contract, key } of sender?.contracts ?? []) {
    try {
      return {
        pending,
        contract,
        sender: sender as Sender,
        envelope: await key.use((rootKey) => openEnvelope(pending.payload, rootKey)),
      };
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new ProtocolError('no-contract');
}
