/**
 * Keeps every identity in step with its mediator: one socket each that says when to look, a poll after every connection,
 * on a timer even while connected, and whenever an alarm wakes the worker. Holds nothing that a killed worker would miss:
 * after a wake `start()` builds all of it again (`security.md` L-01, L-13, L-21).
 */
import { createSyncAccount, type SyncAccount } from './sync-account.ts';
import type { SyncDeps } from './sync-deps.ts';
import type { SyncScope } from './sync-identity.ts';
import type { OpenedPending } from './sync-sink.ts';
import type { SyncStatus } from './sync-status.ts';

export interface Sync {
  /**
   * After unlock, after a wake while unlocked, and when identities changed: opens what is missing, closes what is gone,
   * polls new ones. Resolves when the first passes are over; what fails is in their status. Throws LockedError.
   */
  start(): Promise<void>;
  /** On lock: closes the sockets and breaks off what is under way. */
  stop(): void;
  /** For alarms: `start()`, then polls what was not polled in the last 25 s, and flushes the outbox. */
  wake(): Promise<void>;
  /** Polls one identity now (after a running pass, if there is one). Never rejects for the network: see `status`. */
  syncIdentity(index: number, scope?: Partial<SyncScope>): Promise<void>;
  status(index: number): SyncStatus;
}

const RECENT_MS = 25_000;
const UNKNOWN: SyncStatus = { lastSyncAt: null, problem: null, connected: false };

/** Makes the driver; nothing happens before `start`. */
export function createSync<Page extends OpenedPending>(deps: SyncDeps<Page>): Sync {
  const { keyring, outbox, clock } = deps;
  const accounts = new Map<number, SyncAccount>();
  let life = new AbortController();

  async function start(): Promise<void> {
    const current = life;
    const identities = await keyring.identities();
    if (current.signal.aborted) return;
    const wanted = new Set(identities.map(({ index }) => index));
    for (const [index, account] of accounts) {
      if (wanted.has(index)) continue;
      account.close();
      accounts.delete(index);
    }
    const added = identities.filter(({ index }) => !accounts.has(index));
    for (const { index, did } of added) {
      accounts.set(index, createSyncAccount(deps, index, did.mediatorDid, current.signal));
    }
    outbox.kick();
    await Promise.all(added.map(({ index }) => accounts.get(index)?.poll({ contracts: true })));
  }

  return {
    start,
    stop() {
      life.abort();
      life = new AbortController();
      for (const account of accounts.values()) account.close();
      accounts.clear();
    },
    async wake() {
      await start();
      const stale = [...accounts.values()].filter((account) => {
        const age = clock.now() - account.lastPassAt();
        account.hurry();
        return age < 0 || age > RECENT_MS;
      });
      await Promise.all(stale.map((account) => account.poll({ contracts: false })));
      await outbox.flush();
    },
    async syncIdentity(index, scope = {}) {
      await start();
      await accounts.get(index)?.poll({ contracts: scope.contracts ?? false });
    },
    status: (index) => accounts.get(index)?.status() ?? UNKNOWN,
  };
}
