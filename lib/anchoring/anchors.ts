/** Reads what the chain says of messages, with the settings of the moment (address-messaging.md §5). */
import type { AnchorMemory } from '../anchor/anchor-memory.ts';
import type { AnchorState } from '../anchor/anchor-state.ts';
import type { AnchorProof } from '../anchor/proof-shape.ts';
import { type AnchorReader, createAnchorReader } from '../anchor/read-anchor.ts';
import type { ChainSettings } from '../api/popup/popup-rpc.ts';
import { base64Decode } from '../crypto/base64.ts';
import type { ChainSettingsStore } from '../domain/chain-settings.ts';
import { change } from '../domain/change.ts';
import type { Domain } from '../domain/domain.ts';
import type { MessageCidRecord } from '../domain/records/message-cid-record.ts';
import { AnchorUnavailableError, MediatorUnreachableError } from '../errors/errors.ts';
import type { MediatorDirectory } from '../mediator-client/resolve-mediator.ts';
import type { Fetch } from '../net/fetch-capped.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { InnerMessage } from '../protocol/inner-message.ts';
import { anchorHint } from './anchor-hint.ts';

type MessageCid = MessageCidRecord['cids'][number];

/** What was read of one CID. */
export interface ReadCid {
  cid: MessageCid;
  state: AnchorState;
}

export interface Anchors {
  /** The state of every CID of a message, of the last minute or with `now` of this moment; empty for a message that is listed nowhere. */
  read(messageId: string, options?: { now?: boolean }): Promise<ReadCid[]>;
  /** The proof of the newest of its CIDs that is anchored. Throws AnchorUnavailableError. */
  prove(messageId: string): Promise<AnchorProof>;
}

/** Makes the reading part over `lib/anchor`; a reader is kept for each contract until the settings change. */
export function createAnchors(deps: {
  domain: () => Domain;
  fetch: Fetch;
  clock: Clock;
  log: Log;
  memory: AnchorMemory;
  settings: ChainSettingsStore;
  directory: MediatorDirectory;
}): Anchors {
  const { domain, fetch, clock, log, memory, settings, directory } = deps;
  const readers = new Map<string, AnchorReader>();

  /** The contract the settings name, else the one the mediator names that lists it: a hint, read like any list. */
  async function contractFor({ contract, chainId }: ChainSettings, listedBy: string): Promise<string | null> {
    if (contract !== null) return contract;
    try {
      const { anchor } = await directory.resolve(listedBy);
      return anchor?.chainId === chainId ? anchor.contract : null;
    } catch (error) {
      if (error instanceof MediatorUnreachableError) return null;
      throw error;
    }
  }

  async function readerFor(listedBy: string): Promise<AnchorReader> {
    const current = await settings.get();
    const { chainId, rpcUrls, slot, gateways } = current;
    const contract = await contractFor(current, listedBy);
    const wanted = { chainId, rpcUrls, slot, gateways, contract };
    const key = JSON.stringify(wanted);
    const known = readers.get(key);
    if (known !== undefined) return known;
    if (readers.size >= 16) readers.clear();
    const made = createAnchorReader({ fetch, clock, settings: wanted, memory, log });
    readers.set(key, made);
    return made;
  }

  async function read(messageId: string, { now = false } = {}): Promise<ReadCid[]> {
    const row = await domain().tables.message_cids.get(messageId);
    if (row === undefined) return [];
    const states = await Promise.all(
      row.cids.map(async (cid) => ({
        cid,
        state: await (await readerFor(cid.listedBy)).stateOf(cid.cid, {
          now,
          hint: () => anchorHint(deps, cid.listedBy, cid.cid),
        }),
      })),
    );
    await remember(domain(), messageId, states);
    return states;
  }

  return {
    read,
    async prove(messageId) {
      const anchored = (await read(messageId)).filter(({ state }) => state.state === 'anchored');
      for (const { cid } of anchored.reverse()) {
        const subject = await subjectOf(domain(), messageId, cid);
        if (subject === null) continue;
        const reader = await readerFor(cid.listedBy);
        try {
          return await reader.exportProof(cid.cid, subject.record, subject.inner);
        } catch (error) {
          log.info('a proof could not be made', { error });
          throw new AnchorUnavailableError(
            'The proof cannot be made now: the endpoints do not give what it needs.',
          );
        }
      }
      throw new AnchorUnavailableError();
    },
  };
}

/** Keeps the block by which each was found, for the mark in the conversation. */
async function remember(domain: Domain, messageId: string, found: readonly ReadCid[]): Promise<void> {
  const blocks = new Map(
    found.flatMap(({ cid, state }) => (state.state === 'anchored' ? [[cid.cid, state.block] as const] : [])),
  );
  await change(domain, async (tx) => {
    const row = await tx.tables.message_cids.get(messageId);
    if (row === undefined) return;
    const cids = row.cids.map((one) => ({ ...one, block: blocks.get(one.cid) ?? one.block }));
    if (cids.every((one, at) => one.block === row.cids[at]?.block)) return;
    tx.put('message_cids', { ...row, cids });
    tx.after(() => tx.changes.popup('conversations'));
  });
}

/** The bytes a CID is over, and the signed message that is in them. */
async function subjectOf(
  domain: Domain,
  messageId: string,
  { what, payload }: MessageCid,
): Promise<{ record: object | ReturnType<typeof base64Decode>; inner?: InnerMessage } | null> {
  if (what === 'stored') return payload === undefined ? null : { record: base64Decode(payload) };
  const sent = await domain.tables.held_sent.get(messageId);
  const row = sent ?? (await domain.tables.held_received.getAll()).find(({ id }) => id === messageId);
  const record = what === 'held' ? row?.record : row?.newRecord;
  return record == null || row === undefined ? null : { record, inner: row.inner };
}
