import type { AppState } from '../api/popup/popup-rpc.ts';
import type { App } from '../app.ts';
import { openSenders } from '../held/receive/sender-requests.ts';
import { openRequests } from './request-view.ts';

/** What every screen needs to know first; readable while locked. */
export async function appState(app: App): Promise<AppState> {
  const { keyring } = app;
  const phase = await keyring.state();
  const [identities, wordsConfirmed, approvals, lockAt, unlockNotBefore, hostAccess, counts] =
    await Promise.all([
      phase === 'damaged' ? [] : app.identityViews(),
      keyring.wordsConfirmed(),
      app.approvals.count(),
      keyring.lockAt(),
      keyring.unlockNotBefore(),
      app.hostAccess(),
      phase === 'unlocked' ? unlockedCounts(app) : { unread: 0, requests: 0 },
    ]);
  return {
    phase,
    identities,
    wordsConfirmed,
    ...counts,
    approvals,
    lockAt,
    unlockNotBefore,
    hostAccess,
    storageProblem: app.storageProblem(),
  };
}

async function unlockedCounts(app: App): Promise<{ unread: number; requests: number }> {
  const [rows, requests, senders] = await Promise.all([
    app.tables.conversations.getAll(),
    openRequests(app),
    openSenders(app),
  ]);
  return {
    unread: rows.reduce((sum, row) => sum + row.unread, 0),
    requests: requests.length + senders.length,
  };
}
