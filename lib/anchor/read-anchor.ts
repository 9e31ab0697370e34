/**
 * Answers whether a CID is anchored, by the rules of address-messaging.md §5.1 to §5.5, and exports proofs of it. What was
 * found once is answered from memory; what was not is looked for again, at most once a minute.
 */
import type { Bytes } from '../crypto/bytes.ts';
import type { Fetch } from '../net/fetch-capped.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { InnerMessage } from '../protocol/inner-message.ts';
import { AnchorError } from './anchor-error.ts';
import type { AnchorMemory } from './anchor-memory.ts';
import type { AnchorSettings } from './anchor-settings.ts';
import type { Anchored, AnchorState } from './anchor-state.ts';
import { createEndpoint } from './endpoint.ts';
import { exportProofAt } from './export-proof.ts';
import { extendList } from './extend-list.ts';
import type { BlockSource } from './fetch-block.ts';
import { fetchIndexFiles, openIndexFile } from './fetch-index-files.ts';
import { findStoredIn, type TransactionHint } from './find-stored-in.ts';
import { cidOrNull, indexEntries } from './index-entries.ts';
import { type ListEntry, type ListMemory, loadList } from './list-memory.ts';
import { type PinnedBlock, pinBlock } from './pin-block.ts';
import type { AnchorProof } from './proof-shape.ts';

/** What the reader is given. */
export interface AnchorReaderDeps {
  fetch: Fetch;
  /** Corrected by the mediator's, where it can be: a head is compared with it. */
  clock: Clock;
  settings: AnchorSettings;
  memory: AnchorMemory;
  log: Log;
  limits?: Partial<AnchorLimits>;
}

/** Times of the reader. */
export interface AnchorLimits {
  /** Milliseconds for one reply of an endpoint or gateway. */
  timeoutMs: number;
  /** Milliseconds until another gateway is asked as well. */
  headStartMs: number;
  /** Seconds that the newest block of an endpoint may be old. */
  maxHeadAge: number;
  /** Seconds for which a reading of the list, or a failure of it, stands. */
  freshFor: number;
}

export interface AnchorReader {
  /** State of a CID. `hint` is asked where no event names the transaction; `now`: ask the chain even if it was asked lately. */
  stateOf(cid: string, options?: { hint?: TransactionHint; now?: boolean }): Promise<AnchorState>;
  /**
   * The proof of an anchored CID: `record` is the record, or the bytes where an own stored event is listed; with `inner` it
   * also proves who wrote it. Throws `AnchorError`.
   */
  exportProof(cid: string, record: object | Bytes, inner?: InnerMessage): Promise<AnchorProof>;
}

/** How long one reply of an endpoint or a gateway may take (security.md *Limits*). */
const TIMEOUT_MS = 15_000;
/** After how long another gateway is asked as well (security.md *Limits*). */
const HEAD_START_MS = 1_500;
/** Seconds: how old the newest block of an endpoint may be (security.md *Limits*). */
const MAX_HEAD_AGE = 60;
const LIMITS: AnchorLimits = {
  timeoutMs: TIMEOUT_MS,
  headStartMs: HEAD_START_MS,
  maxHeadAge: MAX_HEAD_AGE,
  freshFor: 60,
};
/** Two of three; of more, more than half. */
const needOf = (endpoints: number) => Math.max(2, Math.floor(endpoints / 2) + 1);
/** A transaction is decoration: nobody waits long for it. */
const STORED_IN_MS = 3_000;

/** Makes a reader for one contract; change of settings makes another. Reads nothing until asked. */
export function createAnchorReader(deps: AnchorReaderDeps): AnchorReader {
  const { fetch, clock, settings, memory, log } = deps;
  const limits = { ...LIMITS, ...deps.limits };
  const { chainId, slot } = settings;
  const contract = settings.contract?.toLowerCase() ?? null;
  const source: BlockSource = {
    fetch,
    gateways: settings.gateways,
    timeoutMs: limits.timeoutMs,
    headStartMs: limits.headStartMs,
  };
  const seconds = () => Math.floor(clock.now() / 1000);
  let loading: Promise<ListMemory> | undefined;
  let refreshing: Promise<void> | undefined;
  let failure: { at: number; error: AnchorError } | undefined;
  /** Entries whose transaction was looked for, and when. */
  const soughtAt = new Map<string, number>();

  const load = (address: string) => {
    loading ??= loadList(memory, { chainId, contract: address, slot }).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  /** Runs something at a freshly pinned block; whoever is slow is let go of afterwards. */
  const atBlock = async <T>(notBefore: number, run: (block: PinnedBlock) => Promise<T>): Promise<T> => {
    const urls = [...new Set(settings.rpcUrls)];
    const need = needOf(urls.length);
    if (urls.length < need) throw new AnchorError('unreachable');
    const leaving = new AbortController();
    const { maxHeadAge, timeoutMs } = limits;
    const rules = { chainId, maxHeadAge, timeoutMs, now: seconds(), signal: leaving.signal };
    try {
      const endpoints = urls.map((url) => createEndpoint(fetch, url, rules));
      return await run(await pinBlock(endpoints, { need, notBefore }));
    } finally {
      leaving.abort();
    }
  };

  const refresh = async (list: ListMemory, address: string): Promise<void> => {
    try {
      await atBlock(list.view?.block ?? 0, (block) =>
        extendList(list, block, { contract: address, slot, now: seconds() }),
      );
      failure = undefined;
    } catch (error) {
      if (!(error instanceof AnchorError)) throw error;
      log.warn('The anchor list could not be read.', { reason: error.reason });
      failure = { at: seconds(), error };
    }
    if (!(await fetchIndexFiles(list, source))) log.info('Some index files could not be fetched.');
  };

  const find = async (
    list: ListMemory,
    cid: string,
  ): Promise<{ entry: ListEntry; position: number } | undefined> => {
    for (const candidate of list.candidates(cid)) {
      const { bytes } = await openIndexFile(list, candidate.entry.indexCid as string, source);
      const text = indexEntries(bytes)[candidate.position]?.text;
      if (text !== undefined && cidOrNull(text) === cid) return candidate;
    }
    return undefined;
  };

  /** Looks once for the transaction of an entry, and keeps what was found. */
  const withTransaction = async (
    list: ListMemory,
    entry: ListEntry,
    { address, hint }: { address: string; hint?: TransactionHint | undefined },
  ): Promise<ListEntry> => {
    if (entry.storedIn || (entry.storedIn === null && hint === undefined)) return entry;
    const key = `${entry.entry}${hint === undefined ? '' : ' by hint'}`;
    if (seconds() - (soughtAt.get(key) ?? 0) < limits.freshFor) return entry;
    soughtAt.set(key, seconds());
    const looking = atBlock(list.view?.block ?? 0, (block) =>
      findStoredIn(block, address, { entry, hint }),
    ).then(async (storedIn) => {
      const known = { ...entry, storedIn };
      // A hint that names nothing yet may do so later.
      if (storedIn !== null || hint === undefined) await list.saveEntry(known);
      return known;
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const enough = new Promise<ListEntry>((resolve) => {
      timer = setTimeout(() => resolve(entry), STORED_IN_MS);
    });
    return Promise.race([looking.catch(() => entry), enough]).finally(() => clearTimeout(timer));
  };

  const stateOf: AnchorReader['stateOf'] = async (text, options = {}) => {
    const cid = cidOrNull(text);
    if (cid === null) return { state: 'unknown', because: 'cid' };
    if (contract === null) return { state: 'unknown', because: 'no-contract' };
    const list = await load(contract);
    try {
      return { ...(await lookUp(list, { cid, address: contract, ...options })), ...warningOf(list) };
    } catch (error) {
      if (!(error instanceof AnchorError)) throw error;
      return { state: 'unknown', because: error.reason, ...warningOf(list) };
    }
  };

  const lookUp = async (
    list: ListMemory,
    {
      cid,
      address,
      hint,
      now,
    }: { cid: string; address: string; hint?: TransactionHint | undefined; now?: boolean },
  ): Promise<AnchorState> => {
    let found = await find(list, cid);
    const asked = Math.max(list.view?.checkedAt ?? 0, failure?.at ?? 0);
    const isFresh = seconds() - asked < limits.freshFor && asked <= seconds();
    if (!found && (now || !isFresh)) {
      refreshing ??= refresh(list, address).finally(() => {
        refreshing = undefined;
      });
      await refreshing;
      found = await find(list, cid);
    }
    if (found) {
      const entry = await withTransaction(list, found.entry, { address, hint });
      return anchoredAt(entry, { cid, chainId, contract: address, position: found.position });
    }
    if (failure) throw failure.error;
    if (list.entries.some(({ file }) => file === 'waiting')) throw new AnchorError('index-unavailable');
    return { state: 'notYet', checkedAt: list.view?.checkedAt ?? seconds() };
  };

  return {
    stateOf,
    async exportProof(text, record, inner) {
      const anchored = await stateOf(text);
      if (anchored.state === 'unknown') throw new AnchorError(anchored.because);
      if (anchored.state === 'notYet' || contract === null) throw new AnchorError('not-anchored');
      const list = await load(contract);
      const { blocks } = await openIndexFile(list, anchored.indexCid, source);
      return atBlock(list.view?.block ?? 0, (block) =>
        exportProofAt(block, {
          anchored,
          record,
          inner,
          indexBlocks: blocks,
          slot: slot ?? list.view?.slot ?? null,
        }),
      );
    },
  };
}

const warningOf = ({ view }: ListMemory) => (view?.warning === undefined ? {} : { warning: view.warning });

function anchoredAt(
  entry: ListEntry,
  { cid, chainId, contract, position }: { cid: string; chainId: number; contract: string; position: number },
): Anchored {
  return {
    state: 'anchored',
    cid,
    chainId,
    contract,
    entry: entry.entry,
    position,
    indexCid: entry.indexCid as string,
    block: entry.block,
    blockHash: entry.blockHash,
    blockTime: entry.blockTime,
    ...(entry.storedIn ? { tx: entry.storedIn.tx, storedIn: entry.storedIn } : {}),
    endpoints: entry.endpoints,
    how: entry.how,
  };
}
