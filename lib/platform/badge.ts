import type { Action } from 'webextension-polyfill';

/** What the toolbar icon says: numbers only, never a name or a text (security.md T-34). */
export interface BadgeState {
  locked: boolean;
  /** Unread messages, requests and approvals together; kept as last known while locked. */
  count: number;
}

const COLOURS = { locked: '#6b7280', unlocked: '#1d4ed8' } as const;

/** The badge's text: the count up to 99, and a dot of the lock when there is none. */
export function badgeText({ locked, count }: BadgeState): string {
  const number = count > 99 ? '99+' : count > 0 ? String(count) : '';
  return locked && number === '' ? '🔒' : number;
}

/** Shows `state` on the toolbar icon; grey while locked. */
export async function setBadge(
  action: Action.Static,
  state: BadgeState,
  titles: { locked: string; unlocked: string },
): Promise<void> {
  await Promise.all([
    action.setBadgeText({ text: badgeText(state) }),
    action.setBadgeBackgroundColor({ color: state.locked ? COLOURS.locked : COLOURS.unlocked }),
    action.setTitle({ title: state.locked ? titles.locked : titles.unlocked }),
  ]);
}
