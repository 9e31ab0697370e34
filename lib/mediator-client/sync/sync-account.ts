import { newNonce } from '../../protocol/commands.ts';
import { signAuthenticate } from '../../protocol/socket-frames.ts';
import { backoffMs } from '../backoff.ts';
import { CommandRefusedError } from '../command-refused-error.ts';
import { openMediatorSocket } from './socket.ts';
import type { SyncDeps } from './sync-deps.ts';
import { type SyncScope, syncIdentity } from './sync-identity.ts';
import { syncProblem } from './sync-problem.ts';
import type { OpenedPending } from './sync-sink.ts';
import type { SyncStatus } from './sync-status.ts';

export interface SyncAccount {
  /** Joins a pass that has not begun yet, or begins one after the running one. Never rejects. */
  poll(scope: SyncScope): Promise<void>;
  status(): SyncStatus;
  /** Begin of the last pass, in milliseconds; 0 before the first. */
  lastPassAt(): number;
  /** Connects at once if the socket waits. */
  hurry(): void;
  close(): void;
}

const POLL_MS = 60_000;
const LONGEST_RETRY_MS = 60_000;
/** Contracts are listed whole, so not on every tick; their hint, a new connection and this age bring them. */
const CONTRACTS_AGE_MS = 5 * 60_000;
/** Quiet between two passes (security.md *Limits*). A mediator may hint without end. */
const PAUSE_MS = 150;

/** One identity's socket, timer and passes; ends with `life`. */
export function createSyncAccount<Page extends OpenedPending>(
  deps: SyncDeps<Page>,
  index: number,
  mediatorDid: string,
  life: AbortSignal,
): SyncAccount {
  const { keyring, commands, directory, outbox, clock, timers, locks, log } = deps;
  const random = deps.random ?? Math.random;
  const ending = new AbortController();
  const signal = AbortSignal.any([life, ending.signal]);
  let status: SyncStatus = { lastSyncAt: null, problem: null, connected: false };
  let wanted: SyncScope | null = null;
  let running: Promise<void> | null = null;
  let timer: unknown = null;
  let failures = 0;
  let lastPassAt = 0;
  let lastContractsAt = 0;

  function report(change: Partial<SyncStatus>): void {
    const next = { ...status, ...change };
    const isNews =
      next.problem !== status.problem ||
      next.connected !== status.connected ||
      next.lastSyncAt !== status.lastSyncAt;
    status = next;
    if (isNews && !signal.aborted) deps.onStatus?.(index, status);
  }

  async function onePass(scope: SyncScope): Promise<void> {
    const keys = await keyring.identity(index);
    const age = clock.now() - lastContractsAt;
    const contracts = scope.contracts || !status.connected || age < 0 || age > CONTRACTS_AGE_MS;
    await syncIdentity(deps, keys, { contracts }, signal);
    if (contracts) lastContractsAt = clock.now();
  }

  async function registeredPass(scope: SyncScope): Promise<void> {
    try {
      await onePass(scope);
    } catch (error) {
      const isUnknown = error instanceof CommandRefusedError && error.reason === 'NOT_REGISTERED';
      if (!isUnknown || deps.register === undefined || signal.aborted) throw error;
      await deps.register(index);
      await onePass(scope);
    }
  }

  async function pass(scope: SyncScope): Promise<void> {
    lastPassAt = clock.now();
    try {
      await locks.run(`decentrl.sync.${index}`, () => registeredPass(scope));
      failures = 0;
      report({ lastSyncAt: clock.now(), problem: null });
      outbox.retryMediator(mediatorDid);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      log.debug('a sync did not come to its end', { error, attempts: failures });
      report({ problem: syncProblem(error) });
    }
    if (!signal.aborted) outbox.kick();
  }

  async function passes(): Promise<void> {
    for (let isFirst = true; wanted !== null && !signal.aborted; isFirst = false) {
      if (!isFirst) await new Promise<void>((resolve) => timers.setTimeout(resolve, PAUSE_MS));
      const scope: SyncScope = wanted ?? { contracts: false };
      wanted = null;
      await pass(scope);
    }
    running = null;
    schedule();
  }

  function schedule(): void {
    timers.clearTimeout(timer);
    if (signal.aborted) return;
    const ms =
      failures > 0
        ? 2_000 + backoffMs(failures, LONGEST_RETRY_MS, null, random)
        : POLL_MS * (0.9 + 0.1 * random());
    timer = timers.setTimeout(() => void poll({ contracts: false }), ms);
  }

  function poll(scope: SyncScope): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    wanted = { contracts: scope.contracts || wanted?.contracts === true };
    running ??= passes();
    return running;
  }

  const socket = openMediatorSocket({
    WebSocket: deps.WebSocket,
    timers,
    log,
    random,
    keepAlive: deps.keepAlive,
    url: async () => (await directory.resolve(mediatorDid)).socketUrl,
    async authenticate() {
      const { did, signer } = await keyring.identity(index);
      const timestamp = commands.now(mediatorDid);
      return JSON.stringify(
        await signAuthenticate({ did: did.did, mediatorDid, timestamp, nonce: newNonce() }, signer),
      );
    },
    onConnected() {
      report({ connected: true });
      void poll({ contracts: true });
    },
    onHint: (hint) => void poll({ contracts: hint === 'contracts' }),
    onDisconnected() {
      const wasConnected = status.connected;
      report({ connected: false });
      if (wasConnected) void poll({ contracts: false });
    },
  });

  return {
    poll,
    status: () => status,
    lastPassAt: () => lastPassAt,
    hurry: () => socket.hurry(),
    close() {
      ending.abort();
      timers.clearTimeout(timer);
      socket.close();
    },
  };
}
