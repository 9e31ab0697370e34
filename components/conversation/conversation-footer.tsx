import type { JSX } from 'preact';
import type { ContactView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import type { MessageKey } from '../text/translate.ts';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { Composer } from './composer.tsx';
import { HeldComposer } from './held-composer.tsx';

const CLOSED: Partial<Record<ContactView['status'], MessageKey>> = {
  revoked: 'closedRevoked',
  expired: 'closedExpired',
  declined: 'closedDeclined',
  requested: 'closedRequested',
};

interface ConversationFooterProps {
  conversationId: string;
  contact: ContactView;
  name: string;
  /** Of the messages to a wallet nobody answers for. */
  chainId?: number | undefined;
  onSent(): void;
}

/** The composer, or why there is none and what to do about it. */
export function ConversationFooter({
  conversationId,
  contact,
  name,
  chainId,
  onSent,
}: ConversationFooterProps): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const again = useAction(async () => {
    await client.request('contract_propose', { did: contact.did });
    await refresh(['conversations', 'requests']);
    onSent();
  });
  const unblock = useAction(async () => {
    await client.request('contact_update', { signingKey: contact.signingKey, blocked: false });
    await refresh(['conversations']);
    onSent();
  });
  if (contact.blocked) {
    return (
      <div class="closed" data-testid="closed">
        <p class="quiet">{t('closedBlocked', name)}</p>
        <Button busy={unblock.busy} onClick={() => void unblock.run()} testid="unblock">
          {t('unblock')}
        </Button>
      </div>
    );
  }
  if (contact.did === '' && contact.address !== null) {
    return (
      <HeldComposer
        conversationId={conversationId}
        address={contact.address}
        name={name}
        {...(chainId === undefined ? {} : { chainId })}
        onSent={onSent}
      />
    );
  }
  const closed = CLOSED[contact.status];
  if (closed === undefined) {
    const waiting = contact.status === 'proposed';
    return (
      <Composer
        conversationId={conversationId}
        name={name}
        placeholder={waiting ? t('composeWaiting') : t('composeTo', name)}
        onSent={onSent}
      />
    );
  }
  return (
    <>
      <Problem error={again.error} />
      <div class="closed" data-testid="closed">
        <p class="quiet">{t(closed, name)}</p>
        <Button busy={again.busy} onClick={() => void again.run()} testid="ask-again">
          {t('askAgain')}
        </Button>
      </div>
    </>
  );
}
