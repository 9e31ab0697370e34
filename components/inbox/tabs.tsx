import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { moveRoving } from '../ui/move-roving.ts';

/** The three lists of the inbox. */
export type InboxTab = 'inbox' | 'requests' | 'approvals';

/** Inbox, requests and approvals with what waits in each. */
export function Tabs({ tab }: { tab: InboxTab }): JSX.Element {
  const { t, state } = useCompanion();
  const { unread = 0, requests = 0, approvals = 0 } = state.value ?? {};
  const all: { key: InboxTab; label: string; count: number; loud: boolean }[] = [
    { key: 'inbox', label: t('tabInbox'), count: unread, loud: true },
    { key: 'requests', label: t('tabRequests'), count: requests, loud: false },
    { key: 'approvals', label: t('tabApprovals'), count: approvals, loud: true },
  ];
  return (
    <nav class="tabs" aria-label={t('tabs')} onKeyDown={(event) => moveRoving(event, true)}>
      {all.map(({ key, label, count, loud }) => (
        <a
          key={key}
          class="tab"
          data-roving
          href={hrefTo(ROUTES[key])}
          aria-current={tab === key ? 'page' : undefined}
          data-testid={`tab-${key}`}
          data-count={count}
        >
          {label}
          {count > 0 ? (
            <span class={loud ? 'count' : 'count still'}>{count > 99 ? '99+' : count}</span>
          ) : null}
        </a>
      ))}
    </nav>
  );
}
