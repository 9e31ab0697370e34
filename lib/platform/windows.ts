import type { Tabs, Windows } from 'webextension-polyfill';

/** Size of the approval window in pixels (security.md *Approvals*). */
export const APPROVAL_WINDOW = { width: 400, height: 620 } as const;

interface WindowsApi {
  windows: Pick<Windows.Static, 'create' | 'getAll' | 'update'>;
  tabs: Pick<Tabs.Static, 'create' | 'update' | 'get'>;
}

/** Where the approval is shown; `windowId` is null when it had to be a tab. */
export interface ApprovalSurface {
  windowId: number | null;
  tabId: number | null;
}

async function positionRightOfLast(api: WindowsApi): Promise<{ left: number; top: number } | null> {
  const normal = await api.windows.getAll({ windowTypes: ['normal'] });
  const last = normal.find((window) => window.focused) ?? normal.at(-1);
  if (last?.left === undefined || last.top === undefined || last.width === undefined) return null;
  return { left: Math.max(0, last.left + last.width - APPROVAL_WINDOW.width), top: Math.max(0, last.top) };
}

/** Brings a surface that is still open to the front; gives false when it is gone. */
export async function focusApproval(api: WindowsApi, { windowId, tabId }: ApprovalSurface): Promise<boolean> {
  try {
    if (windowId !== null) await api.windows.update(windowId, { focused: true });
    else if (tabId !== null) await api.tabs.update(tabId, { active: true });
    else return false;
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens `url` for the person to decide: at the right edge of the last normal window; where the browser refuses that place
 * (another screen, a tiling desktop), without a place; and where it opens no windows, as a tab.
 */
export async function openApproval(api: WindowsApi, url: string): Promise<ApprovalSurface> {
  const plain = { url, type: 'popup' as const, ...APPROVAL_WINDOW, focused: true };
  const position = await positionRightOfLast(api).catch(() => null);
  for (const data of position === null ? [plain] : [{ ...plain, ...position }, plain]) {
    try {
      const window = await api.windows.create(data);
      return { windowId: window.id ?? null, tabId: window.tabs?.[0]?.id ?? null };
    } catch {
      // The next, humbler way is tried.
    }
  }
  const tab = await api.tabs.create({ url, active: true });
  return { windowId: null, tabId: tab.id ?? null };
}
