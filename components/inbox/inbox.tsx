import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { identityName } from '../text/identity-name.ts';
import { Screen } from '../ui/screen.tsx';
import { useKeptScroll } from '../ui/use-kept-scroll.ts';
import { ApprovalList } from './approval-list.tsx';
import { ConversationList } from './conversation-list.tsx';
import { InboxBanner } from './inbox-banner.tsx';
import { IdentityMark, InboxActions, SyncLine } from './inbox-header.tsx';
import { RequestList } from './request-list.tsx';
import { SearchField } from './search-field.tsx';
import { type InboxTab, Tabs } from './tabs.tsx';

/** The first screen: conversations, requests and approvals of the active identity. */
export function Inbox({ tab, aside = false }: { tab: InboxTab; aside?: boolean }): JSX.Element {
  const { state, t } = useCompanion();
  const [search, setSearch] = useState('');
  const body = useRef<HTMLDivElement>(null);
  const identity = state.value?.identities.find((one) => one.active);
  useKeptScroll(body, tab);
  useEffect(() => {
    if (search !== '' && body.current) body.current.scrollTop = 0;
  }, [search]);
  return (
    <Screen
      testid="screen-inbox"
      aside={aside}
      mark={<IdentityMark identity={identity} />}
      title={identity ? <bdi>{identityName(identity)}</bdi> : <span class="blank line" />}
      sub={identity ? <SyncLine identity={identity} /> : <span class="hidden">{t('waitingBackground')}</span>}
      actions={<InboxActions />}
      above={<Tabs tab={tab} />}
      bodyRef={body}
    >
      <InboxBanner />
      {tab === 'inbox' ? (
        <>
          <SearchField value={search} onText={setSearch} />
          <ConversationList search={search} scroller={body} />
        </>
      ) : null}
      {tab === 'requests' ? <RequestList scroller={body} /> : null}
      {tab === 'approvals' ? <ApprovalList scroller={body} /> : null}
    </Screen>
  );
}
