import type { AppState, IdentityView } from '../api/popup/popup-rpc.ts';
import type { Domain } from '../domain/domain.ts';
import { openSenders } from '../held/receive/sender-requests.ts';
import type { Keyring } from '../keys/keyring.ts';
import { openRequests } from './request-view.ts';

/** What the state is read from. */
export interface AppStateContext extends Pick<Domain, 'tables' | 'clock'> {
  readonly keyring: Pick<Keyring, 'state' | 'wordsConfirmed' | 'lockAt' | 'unlockNotBefore'>;
  /** Questions of sites that wait for an answer. */
  readonly approvals: { count(): Promise<number> };
  identityViews(): Promise<IdentityView[]>;
  hostAccess(): Promise<boolean>;
  storageProblem(): string | null;
}

/** What every screen needs to know first; readable while locked. */
export async function appState(app: AppStateContext): Promise<AppState> {
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

async function unlockedCounts(
  app: Pick<AppStateContext, 'tables' | 'clock'>,
): Promise<{ unread: number; requests: number }> {
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
