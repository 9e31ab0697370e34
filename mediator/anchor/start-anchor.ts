import type { MediatorContext } from '../context/mediator-context.ts';
import { startWorker } from '../platform/worker.ts';
import type { AnchorSettings } from '../settings/anchor-settings.ts';
import { countUnindexedCids } from '../store/anchor/count-unindexed-cids.ts';
import { advanceAnchors } from './advance-anchor.ts';
import { type AnchorChain, createAnchorChain, WrongChainError } from './anchor-chain.ts';
import { buildIndex } from './build-index.ts';

/** The anchoring side of a mediator that runs. */
export interface Anchoring {
  /** What `/health` says of it. */
  health(): Promise<object>;
  stop(): Promise<void>;
}

const BUILD_MS = 1_000;
const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;
const BALANCE_MS = 600_000;
const GAS_OF_ONE = 150_000n;
const ANCHORS_LEFT = 100n;
const WAITING_SHOWN = 10_000;

/**
 * Starts what makes index files and what brings them onto the chain. The first needs no chain, so that nothing is missed
 * while the endpoint is down.
 */
export function startAnchor(mediator: MediatorContext, settings: AnchorSettings): Anchoring {
  const { db, store, log, clock } = mediator;
  const ending = new AbortController();
  const chain = createAnchorChain(settings, ending.signal);
  const { chainId, contract, intervalSeconds, count } = settings;
  let problem: 'wrong_chain' | 'failing' | null = null;
  let isBalanceLow = false;
  let balanceAt = Number.NEGATIVE_INFINITY;
  let movedAt = clock();

  const building = startWorker({ name: 'index', log }, async () => {
    const now = Math.floor(clock() / 1000);
    const made = await store.change((tx) => buildIndex(tx, { intervalSeconds, count, now }));
    if (made > 0) log.info({ files: made }, 'index files made');
    return made > 0 ? 0 : BUILD_MS;
  });

  const anchoring = startWorker({ name: 'anchor', log }, async () => {
    try {
      if (clock() - balanceAt > BALANCE_MS) await checkBalance();
      const outcome = await advanceAnchors({ db, store, chain, settings, log, clock });
      problem = null;
      // What waits for the chain is looked at less and less often; what is new at once.
      if (outcome !== 'waits') movedAt = clock();
      if (outcome === 'moved') return 0;
      return Math.min(Math.max((clock() - movedAt) / 8, MIN_WAIT_MS), MAX_WAIT_MS);
    } catch (error) {
      problem = error instanceof WrongChainError ? 'wrong_chain' : 'failing';
      throw error;
    }
  });

  async function checkBalance(): Promise<void> {
    await chain.assertChain();
    const isLow = (await chain.balance()) < (await costOfMany(chain));
    balanceAt = clock();
    if (isLow && !isBalanceLow) {
      log.warn({ account: chain.account }, 'the anchoring account can pay for fewer than 100 more anchors');
    }
    isBalanceLow = isLow;
  }

  return {
    health: async () => ({
      chain_id: chainId,
      contract,
      account: chain.account,
      waiting: await countUnindexedCids(db, WAITING_SHOWN),
      problem: problem ?? (isBalanceLow ? 'low_balance' : null),
    }),
    async stop() {
      ending.abort();
      await building.stop();
      await anchoring.stop();
    },
  };
}

async function costOfMany(chain: AnchorChain): Promise<bigint> {
  return (await chain.fees()).maxFee * GAS_OF_ONE * ANCHORS_LEFT;
}
