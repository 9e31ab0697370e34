import type { JSX } from 'preact';
import type { ConversationRow as Row } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { cleanName } from '../text/clean-text.ts';
import { ContactName } from '../ui/contact-name.tsx';
import { Identicon } from '../ui/identicon.tsx';
import { When } from '../ui/when.tsx';
import { statusWord } from './status-word.ts';

interface ConversationRowProps {
  row: Row;
  index: number;
  tabIndex: 0 | -1;
  now: number;
  current: boolean;
}

/** One line of the inbox: who, the last words, when, and whether something is new. */
export function ConversationRow({ row, index, tabIndex, now, current }: ConversationRowProps): JSX.Element {
  const { t } = useCompanion();
  const state = statusWord(row.contact, t);
  const line = cleanName(row.lastLine);
  return (
    <a
      class="row"
      href={hrefTo(ROUTES.conversation, row.conversationId)}
      tabIndex={tabIndex}
      data-index={index}
      data-testid="conversation-row"
      data-conversation={row.conversationId}
      data-unread={row.unread}
      aria-current={current ? 'true' : undefined}
    >
      <Identicon did={row.contact.did || (row.contact.address ?? '')} />
      <span class="row-text">
        <span class={row.unread > 0 ? 'row-name strong' : 'row-name'}>
          <ContactName contact={row.contact} />
          {row.lastType === null ? null : <span class="tag">{t('dapp')}</span>}
        </span>
        <span class={state ? 'row-line warn' : 'row-line'}>
          {state ?? (
            <>
              {row.lastDirection === 'out' ? `${t('you')} ` : null}
              <bdi class={row.lastType === null ? undefined : 'mono'}>{line}</bdi>
            </>
          )}
        </span>
      </span>
      <span class="row-end">
        <When at={row.lastAt} now={now} />
        {row.unread > 0 ? (
          <span class="count">
            {row.unread > 99 ? '99+' : row.unread}
            <span class="hidden"> {t('unreadWord')}</span>
          </span>
        ) : null}
      </span>
    </a>
  );
}
