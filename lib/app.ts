/** Puts the companion together: the only place that knows all the parts (CONTRIBUTING.md). Made once per wake; in Node as well. */

import { createAnchorRows } from './anchoring/anchor-rows.ts';
import { createAnchors } from './anchoring/anchors.ts';
import { TOPICS } from './api/popup/topics.ts';
import type { App } from './boundary/app/app.ts';
import type { SurfaceOpener } from './boundary/approvals/approval-window.ts';
import { createBoundary } from './boundary/create-boundary.ts';
import type { Router } from './boundary/router.ts';
import { createSubscriptions } from './boundary/sites/subscriptions.ts';
import { createChainSettings } from './domain/chain-settings.ts';
import { createChanges } from './domain/changes.ts';
import { createDomain } from './domain/create-domain.ts';
import { createSettingsStore } from './domain/settings-store.ts';
import { LockedError, StorageError } from './errors/errors.ts';
import { createEscrowPoll } from './held/poll-escrows.ts';
import type { Kdf, KdfParams } from './keys/kdf-params.ts';
import { createKeyring } from './keys/keyring.ts';
import { createLocalCipher } from './keys/local-cipher.ts';
import { createOutbox } from './mediator-client/outbox/outbox.ts';
import { createRegistrations } from './mediator-client/registrations.ts';
import { createMediatorDirectory } from './mediator-client/resolve-mediator.ts';
import { createCommandClient } from './mediator-client/send-command.ts';
import { createStoredCursors } from './mediator-client/sync/stored-cursor.ts';
import { createSync } from './mediator-client/sync/sync.ts';
import type { Fetch } from './net/fetch-capped.ts';
import type { BadgeState } from './platform/badge.ts';
import type { Clock } from './platform/clock.ts';
import type { LocalArea } from './platform/local-area.ts';
import type { Locks } from './platform/locks.ts';
import { createLog, createLogBuffer } from './platform/log.ts';
import type { PackagedFile } from './platform/packaged-file.ts';
import type { SessionArea } from './platform/session-area.ts';
import type { Timers } from './platform/timers.ts';
import { announceExpired } from './relationships/announce-expired.ts';
import type { Database } from './store/database.ts';
import { maintain } from './sync/maintain.ts';
import { createOutboxSink } from './sync/outbox-sink.ts';
import { createSyncSink } from './sync/sync-sink.ts';
import { identityViews } from './views/identity-views.ts';
import { createNotices, type News } from './views/notices.ts';
import { createSnapshot } from './views/snapshot.ts';
import { createSyncStatusMemory } from './views/sync-status-memory.ts';

/** Everything the app is given from outside. In the extension from `lib/platform`, in tests from memory. */
export interface AppDeps {
  db: Database;
  session: SessionArea;
  local: LocalArea;
  clock: Clock;
  timers: Timers;
  locks: Locks;
  /** Reads what is packaged beside the scripts: word list, common passwords, Argon2id. */
  packagedFile: PackagedFile;
  fetch: Fetch;
  WebSocket: new (url: string) => WebSocket;
  /** Carries out what pages and the popup ask. A function, since the handlers are made over the app. */
  router: Router<App>;
  surface: SurfaceOpener;
  openPopup(route: string): Promise<void>;
  hostAccess(): Promise<boolean>;
  setBadge(state: BadgeState): Promise<void>;
  /** Shows a notification of the system; without it, or without the permission, none is shown. */
  showNews?: (news: News) => Promise<void>;
  /** Sets the alarms that are hints: when it locks by itself and when the outbox has something due; null for none. */
  setAlarms(times: { lockAt: number | null; outboxAt: number | null }): Promise<void>;
  /** Everything was erased: whoever holds this app makes a new one. */
  onErased?: () => void;
  /** Called every 20 s while a socket is connected (Firefox: any call of an extension API). */
  keepAlive?: () => void;
  kdf?: Kdf;
  kdfParams?: KdfParams;
  random?: () => number;
}

const MAINTENANCE_MS = 6 * 3_600_000;

/** Makes the app. Nothing happens before `wake()`. */
export function createApp(deps: AppDeps): App {
  const { db, session, local, clock, timers, locks, fetch } = deps;
  const logBuffer = createLogBuffer();
  const log = createLog('app', { buffer: logBuffer, clock });
  const keyring = createKeyring({
    db,
    session,
    local,
    clock,
    packagedFile: deps.packagedFile,
    ...(deps.kdf === undefined ? {} : { kdf: deps.kdf }),
    ...(deps.kdfParams === undefined ? {} : { kdfParams: deps.kdfParams }),
  });
  const cipher = createLocalCipher(keyring);
  const changes = createChanges(timers);
  const settings = createSettingsStore({ db, keyring });
  const directory = createMediatorDirectory({ fetch, clock, session });
  const chainSettings = createChainSettings(db);
  const commands = createCommandClient({ fetch, clock, directory });
  const random = deps.random === undefined ? {} : { random: deps.random };
  let app: App;

  const outbox = createOutbox({
    db,
    cipher,
    keyring,
    commands,
    sink: createOutboxSink(() => app),
    clock,
    timers,
    locks,
    log: createLog('outbox', { buffer: logBuffer, clock }),
    ...random,
  });
  const registrations = createRegistrations({
    db,
    keyring,
    commands,
    directory,
    clock,
    changed: () => changes.popup('state'),
  });
  let storageProblem: string | null = null;
  const domain = createDomain({
    db,
    keyring,
    clock,
    locks,
    log: createLog('domain', { buffer: logBuffer, clock }),
    commands,
    changes,
    settings,
    outbox: () => outbox,
    wrote(failure) {
      const problem = failure instanceof StorageError ? failure.message : null;
      if (problem === storageProblem || (failure !== null && problem === null)) return;
      storageProblem = problem;
      changes.popup('state');
    },
  });
  const statuses = createSyncStatusMemory(session);
  const sync = createSync({
    keyring,
    commands,
    directory,
    outbox,
    sink: createSyncSink(domain),
    cursors: createStoredCursors({ db, cipher }),
    WebSocket: deps.WebSocket,
    clock,
    timers,
    locks,
    log: createLog('sync', { buffer: logBuffer, clock }),
    register: registrations.renew,
    onStatus(index, status) {
      void statuses.put(index, status);
      changes.popup('state');
    },
    ...(deps.keepAlive === undefined ? {} : { keepAlive: deps.keepAlive }),
    ...random,
  });

  const boundary = createBoundary<App>({
    db,
    session,
    clock,
    opener: deps.surface,
    router: deps.router,
    app: () => app,
  });
  const { grants, approvals, pages } = boundary;

  let maintainedAt = 0;

  /** Unlocked: identities registered, mediators read, what an earlier worker left is gone on with. */
  async function run(): Promise<void> {
    for (const { index } of await keyring.profiles()) {
      await registrations.ensure(index).catch((error: unknown) => {
        if (error instanceof LockedError) throw error;
        log.info('registration did not succeed', { error });
      });
    }
    await announceExpired(domain);
    await sync.wake();
    await escrows.poll();
    await subscriptions.flush();
    if (clock.now() - maintainedAt < MAINTENANCE_MS) return;
    maintainedAt = clock.now();
    await maintain(domain);
  }

  async function wake(): Promise<void> {
    const state = await keyring.state();
    if (state === 'unlocked') {
      await run().catch((error: unknown) => {
        if (!(error instanceof LockedError)) log.warn('a wake did not come to its end', { error });
      });
    }
    await approvals.resume();
    await refresh();
  }

  const startSoon = () => void wake().catch((error: unknown) => log.warn('a wake failed', { error }));

  async function refresh(): Promise<void> {
    const unlocked = (await keyring.state()) === 'unlocked';
    const [lockAt] = await Promise.all([keyring.lockAt(), snapshot.refreshBadge()]);
    await deps.setAlarms({ lockAt, outboxAt: unlocked ? outbox.nextDueAt() : null });
  }

  keyring.onUnlock(() => {
    maintainedAt = 0;
    changes.popup('state', 'conversations', 'requests', 'approvals');
    startSoon();
  });
  keyring.onLock(() => {
    sync.stop();
    outbox.stop();
    domain.owedReceipts.clear();
    void snapshot.drop().catch((error: unknown) => log.warn('after lock', { error }));
    changes.popup('state', 'conversations', 'requests');
  });

  const escrows = createEscrowPoll(() => app, locks);
  const anchors = createAnchors({
    domain: () => app,
    fetch,
    clock,
    log: createLog('anchor', { buffer: logBuffer, clock }),
    memory: createAnchorRows(db),
    settings: chainSettings,
    directory,
  });

  const stop = () => {
    sync.stop();
    outbox.stop();
    snapshot.stop();
    notices.stop();
  };
  const subscriptions = createSubscriptions({ domain, session, grants, pages });
  const notices = createNotices({ domain, timers, show: async (news) => deps.showNews?.(news) });
  app = {
    ...domain,
    outbox,
    sync,
    directory,
    registrations,
    settings,
    chainSettings,
    anchors,
    escrows,
    fetch,
    subscriptions,
    get snapshot() {
      return snapshot;
    },
    ...boundary,
    logBuffer,
    packagedFile: deps.packagedFile,
    hostAccess: deps.hostAccess,
    storageProblem: () => storageProblem,
    openPopup: deps.openPopup,
    identityViews: () =>
      identityViews({ keyring, registrations, status: (index) => statuses.get(index, sync) }),
    wake,
    startSoon,
    async forgetAll() {
      stop();
      await session.clear();
      changes.popup(...TOPICS);
      deps.onErased?.();
    },
    stop,
  };
  const snapshot = createSnapshot({ app, session, timers, setBadge: deps.setBadge });
  return app;
}
