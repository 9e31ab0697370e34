import type { Notifications, Permissions } from 'webextension-polyfill';

/** A notice of the system's. `title` and `message` are fixed sentences while locked: no sender, no text (security.md T-34). */
export interface Notice {
  id: string;
  title: string;
  message: string;
  iconUrl: string;
}

/** Calls `open` with the id of a notice that was clicked. Does nothing while the permission is not granted. */
export function onNoticeClicked(
  notifications: Pick<Notifications.Static, 'onClicked'> | undefined,
  open: (id: string) => void,
): void {
  if (notifications !== undefined && !notifications.onClicked.hasListener(open))
    notifications.onClicked.addListener(open);
}

/**
 * Shows `notice`, replacing one with the same id; gives false when the optional permission is not granted.
 * `notifications` is undefined until then in both browsers, hence the function.
 */
export async function showNotice(
  api: { permissions: Permissions.Static; notifications: () => Notifications.Static | undefined },
  notice: Notice,
): Promise<boolean> {
  if (!(await api.permissions.contains({ permissions: ['notifications'] }))) return false;
  const { id, ...content } = notice;
  await api.notifications()?.create(id, { type: 'basic', ...content });
  return true;
}
