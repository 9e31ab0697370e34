/**
 * What a popup paints before the worker answers: the state and the first 50 conversations, in `storage.session` (memory,
 * trusted contexts), deleted by the lock (`popup.md` *Rules*). Also keeps the badge true, always counted anew.
 */

import type { AppState, PopupSnapshot } from '../api/popup/popup-rpc.ts';
import type { Domain } from '../domain/domain.ts';
import { LockedError } from '../errors/errors.ts';
import type { BadgeState } from '../platform/badge.ts';
import type { SessionArea } from '../platform/session-area.ts';
import type { Timers } from '../platform/timers.ts';
import { type AppStateContext, appState } from './app-state.ts';
import { conversationRows } from './conversation-list.ts';

const SNAPSHOT_KEY = 'popup.snapshot';
const BADGE_KEY = 'badge.count';
const ROWS = 50;
const PAUSE_MS = 250;

export interface Snapshot {
  /** Brings the badge up to date. */
  refreshBadge(): Promise<void>;
  /** Deletes the snapshot and shows the lock on the badge. */
  drop(): Promise<void>;
  stop(): void;
}

/** Makes it; it follows the app's changes, at most four times a second. */
export function createSnapshot({
  app,
  session,
  timers,
  setBadge,
}: {
  app: AppStateContext & Pick<Domain, 'changes' | 'log'>;
  session: SessionArea;
  timers: Timers;
  setBadge: (state: BadgeState) => Promise<void>;
}): Snapshot {
  let timer: unknown = null;
  let lockCount = 0;

  async function showBadge(state: AppState): Promise<void> {
    const locked = state.phase !== 'unlocked';
    const count = locked
      ? ((await session.get<number>(BADGE_KEY)) ?? 0)
      : state.unread + state.requests + state.approvals;
    if (!locked) await session.set(BADGE_KEY, count);
    await setBadge({ locked, count });
  }

  const refreshBadge = async () => showBadge(await appState(app));

  async function refresh(): Promise<void> {
    const before = lockCount;
    try {
      const state = await appState(app);
      await showBadge(state);
      if (state.phase !== 'unlocked') return;
      const rows = await conversationRows(app);
      if (before !== lockCount) return;
      await session.set(SNAPSHOT_KEY, { state, rows: rows.slice(0, ROWS) } satisfies PopupSnapshot);
      // The lock may have come while the write was under way: its delete must be the last word.
      if (before !== lockCount) await session.remove(SNAPSHOT_KEY);
    } catch (error) {
      if (!(error instanceof LockedError)) app.log.warn('the snapshot could not be written', { error });
    }
  }

  const end = app.changes.onPopup(({ topics }) => {
    const matters = topics.some(
      (topic) =>
        topic === 'state' || topic === 'conversations' || topic === 'requests' || topic === 'approvals',
    );
    if (!matters || timer !== null) return;
    timer = timers.setTimeout(() => {
      timer = null;
      void refresh();
    }, PAUSE_MS);
  });

  return {
    refreshBadge,
    async drop() {
      lockCount += 1;
      await session.remove(SNAPSHOT_KEY);
      await refreshBadge();
    },
    stop() {
      end();
      if (timer !== null) timers.clearTimeout(timer);
    },
  };
}
