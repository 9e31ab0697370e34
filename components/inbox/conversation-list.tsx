import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useNow } from '../companion/use-now.ts';
import { hrefTo, parameter, ROUTES } from '../route/routes.ts';
import { useRoute } from '../route/use-route.ts';
import { ButtonLink } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { Problem } from '../ui/problem.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { useConversations } from './use-conversations.ts';

/** All conversations, or those that match the search, newest first. */
export function ConversationList({
  search,
  scroller,
}: {
  search: string;
  scroller: { current: HTMLElement | null };
}): JSX.Element {
  const { t, failure, refresh } = useCompanion();
  const list = useConversations(search);
  const { route } = useRoute();
  const now = useNow(60_000);
  const open = route.startsWith('/c/') ? parameter(route.slice(3)) : null;
  const { need, at, total } = list;
  const onRange = useCallback((first: number, last: number) => need(first, last), [need]);
  const error = list.error ?? (total === null ? failure.value : null);
  if (error !== null) return <Problem error={error} retry={() => void refresh(['state', 'conversations'])} />;
  if (total === null)
    return (
      <Waiting
        what={search === '' ? t('waitingInbox') : t('searching')}
        retry={() => void refresh(['state', 'conversations'])}
      />
    );
  if (total === 0 && search.trim() !== '') {
    return (
      <Empty icon="search" title={t('searchNothing')}>
        {t('searchNothingThen')}
      </Empty>
    );
  }
  if (total === 0) {
    return (
      <Empty
        icon="inbox"
        title={t('inboxEmpty')}
        action={
          <>
            <ButtonLink tone="primary" href={hrefTo(ROUTES.newMessage)} testid="empty-new">
              {t('newMessage')}
            </ButtonLink>
            <ButtonLink href={hrefTo(ROUTES.me)} testid="empty-me">
              {t('showMyDid')}
            </ButtonLink>
          </>
        }
      >
        {t('inboxEmptyThen')}
      </Empty>
    );
  }
  return (
    <>
      {search.trim() === '' ? null : (
        <p class="hidden" role="status">
          {t('searchFound', total)}
        </p>
      )}
      <VirtualList
        key={search.trim()}
        total={total}
        label={t('conversations')}
        scroller={scroller}
        onRange={onRange}
        row={(index, tabIndex) => {
          const row = at(index);
          return row === undefined ? (
            <span class="row" aria-hidden="true" />
          ) : (
            <ConversationRow
              row={row}
              index={index}
              tabIndex={tabIndex}
              now={now}
              current={row.conversationId === open}
            />
          );
        }}
      />
    </>
  );
}
