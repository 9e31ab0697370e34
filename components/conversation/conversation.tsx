import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ContactView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { cleanName } from '../text/clean-text.ts';
import { ContactName } from '../ui/contact-name.tsx';
import { Empty } from '../ui/empty.tsx';
import { Icon } from '../ui/icon.tsx';
import { Identicon } from '../ui/identicon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';
import { UntrustedText } from '../ui/untrusted-text.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { ConversationFooter } from './conversation-footer.tsx';
import { ConversationMenu } from './conversation-menu.tsx';
import { HeldBanner } from './held-banner.tsx';
import { MessageLog } from './message-log.tsx';
import { type Messages, useMessages } from './use-messages.ts';

function Sub({ contact }: { contact: ContactView }): JSX.Element {
  const { t } = useCompanion();
  if (contact.did === '') return <>{t('notSetUp')}</>;
  return (
    <>
      {contact.petname !== null && contact.alias !== null ? (
        <>
          {t('alias')} “<UntrustedText text={contact.alias} />” ·{' '}
        </>
      ) : null}
      <span class="mono">{contact.fingerprint}</span> ·{' '}
      {contact.verified ? <span class="good">{t('verified')}</span> : <span>{t('notVerified')}</span>}
    </>
  );
}

interface BannerProps {
  contact: ContactView;
  items: Messages['items'];
  name: string;
}

/** What stands over the messages of an unusual relationship. */
function Banner({ contact, items, name }: BannerProps): JSX.Element | null {
  const { t } = useCompanion();
  if (contact.did === '' && contact.address !== null) {
    return <HeldBanner address={contact.address} items={items} name={name} />;
  }
  if (contact.changedDid !== null) {
    return (
      <Notice tone="amber" title={t('didChanged', name)} testid="banner-changed">
        {t('didChangedThen')}
      </Notice>
    );
  }
  if (contact.status === 'proposed') {
    return (
      <Notice tone="amber" title={t('proposedTitle', name)} testid="banner-proposed">
        {t('proposedThen')}
      </Notice>
    );
  }
  return null;
}

/** The chain of the last message that went by an escrow. */
function lastChain(items: Messages['items']): number | undefined {
  return items.flatMap((item) => (item.kind === 'message' && item.held ? [item.held.chainId] : [])).at(-1);
}

/** One conversation: who it is with, the log, and where to write. */
export function Conversation({ conversationId }: { conversationId: string }): JSX.Element {
  const { t, client } = useCompanion();
  const messages = useMessages(conversationId);
  const { contact, items, error, reload } = messages;
  const newest = items.at(-1)?.cursor ?? 0;

  useEffect(() => {
    const mark = (): void => {
      if (newest === 0 || document.visibilityState !== 'visible') return;
      client.request('conversation_markRead', { conversationId, upTo: newest }).catch(() => undefined);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [client, conversationId, newest]);

  if (contact === null) {
    return (
      <Screen testid="screen-conversation" title={<span class="blank line" />} back>
        {error === null ? (
          <Waiting what={t('waitingMessages')} retry={reload} />
        ) : (
          <Problem error={error} retry={reload} />
        )}
      </Screen>
    );
  }
  const name = cleanName(contact.name) || contact.fingerprint;
  return (
    <Screen
      testid="screen-conversation"
      back
      focusTitle={false}
      mark={
        contact.did === '' ? (
          <Identicon did={contact.address ?? ''} />
        ) : (
          <a
            class="identity-mark"
            href={hrefTo(ROUTES.contact, contact.signingKey)}
            aria-label={t('contact')}
            data-testid="open-contact"
          >
            <Identicon did={contact.did} />
          </a>
        )
      }
      title={<ContactName contact={contact} />}
      sub={<Sub contact={contact} />}
      actions={
        contact.did === '' ? undefined : (
          <ConversationMenu
            conversationId={conversationId}
            contact={contact}
            anchoring={messages.anchoring}
            onChanged={reload}
          />
        )
      }
      above={
        <>
          <Banner contact={contact} items={items} name={name} />
          <Problem error={error} retry={reload} />
        </>
      }
      bodyClass="log-body"
      footer={
        <ConversationFooter
          conversationId={conversationId}
          contact={contact}
          name={name}
          chainId={lastChain(items)}
          onSent={reload}
        />
      }
    >
      {items.length === 0 ? (
        <Empty icon="message" title={t('conversationEmpty')}>
          {contact.status === 'active' || contact.status === 'proposed' ? (
            <>
              <Icon name="lock" size={14} /> {t('conversationEmptyThen', name)}
            </>
          ) : null}
        </Empty>
      ) : (
        <MessageLog messages={messages} name={name} />
      )}
    </Screen>
  );
}
