/**
 * The one surface approvals are shown on. It is remembered in `storage.session`, so that a fresh worker brings the open
 * one to the front instead of opening a second, and knows which closed window means "dismissed".
 */

import { createSerial } from '../../platform/serial.ts';
import type { SessionArea } from '../../platform/session-area.ts';
import type { ApprovalSurface } from '../../platform/windows.ts';

const KEY = 'approval-window';

/** How a surface is opened and brought to the front (`platform/windows.ts`). */
export interface SurfaceOpener {
  open(): Promise<ApprovalSurface>;
  focus(surface: ApprovalSurface): Promise<boolean>;
}

export interface ApprovalWindow {
  /**
   * Brings the open surface to the front, or opens one. `first` opens one anyhow: when nothing else was asked, what is
   * open has answered its last question and is about to close, and must not take the new question with it.
   */
  show(first?: boolean): Promise<void>;
  /** Tells whether what was just closed was it, once; feed it `windows.onRemoved` and `tabs.onRemoved`. */
  closed(gone: { windowId: number } | { tabId: number }): Promise<boolean>;
}

/** Makes the surface; calls of `show` wait for each other, so that two questions at once open one window. */
export function createApprovalWindow({
  session,
  opener,
}: {
  session: SessionArea;
  opener: SurfaceOpener;
}): ApprovalWindow {
  const line = createSerial();

  const showNow = async (first: boolean) => {
    const open = first ? undefined : await session.get<ApprovalSurface>(KEY);
    if (open !== undefined && (await opener.focus(open))) return;
    await session.set(KEY, await opener.open());
  };

  return {
    show: (first = false) => line.run(() => showNow(first)),
    async closed(gone) {
      await line.idle();
      const open = await session.get<ApprovalSurface>(KEY);
      if (open === undefined) return false;
      const isIt =
        'windowId' in gone
          ? open.windowId === gone.windowId
          : open.windowId === null && open.tabId === gone.tabId;
      if (isIt) await session.remove(KEY);
      return isIt;
    },
  };
}
