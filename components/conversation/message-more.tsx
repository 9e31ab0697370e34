import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MessageView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { hrefTo, ROUTES } from '../route/routes.ts';
import { hostOfDid } from '../text/address-text.ts';
import { ActionDialog } from '../ui/action-dialog.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

function WithdrawDialog({
  message,
  host,
  onClose,
}: {
  message: MessageView;
  host: string;
  onClose(): void;
}): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const withdraw = useAction(async () => {
    await client.request('held_withdraw', { messageId: message.eventId });
    await refresh(['conversations']);
    onClose();
  });
  return (
    <ActionDialog
      testid="withdraw"
      title={t('withdrawTitle')}
      label={t('withdraw')}
      tone="danger"
      action={withdraw}
      onClose={onClose}
    >
      <p>{t('withdrawBody', host)}</p>
    </ActionDialog>
  );
}

/** What else there is to know of a message that went by an escrow or is anchored, and what can be done with it. */
export function MessageMore({ message, id }: { message: MessageView; id: string }): JSX.Element {
  const { t, dates } = useCompanion();
  const [asking, setAsking] = useState(false);
  const { held } = message;
  const host = held === null ? '' : (held.readableBy ?? held.couldRead ?? hostOfDid(held.escrow));
  return (
    <div class="message-more" id={id}>
      {held?.receivedAt ? <p class="quiet">{t('heldReceived', host, dates.full(held.receivedAt))}</p> : null}
      {held?.notAfter ? <p class="quiet">{t('heldDeletedOn', dates.date(held.notAfter))}</p> : null}
      <div class="message-actions">
        <ButtonLink small href={hrefTo(ROUTES.anchors, message.eventId)} testid="message-anchors">
          <Icon name="anchor" size={16} />
          {t('anchors')}
        </ButtonLink>
        {held?.withdrawable ? (
          <Button small onClick={() => setAsking(true)} testid="message-withdraw">
            <Icon name="reply" size={16} />
            {t('withdraw')}
          </Button>
        ) : null}
      </div>
      {asking ? <WithdrawDialog message={message} host={host} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}
