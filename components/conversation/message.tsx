import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { MessageView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import type { HeldSentence } from '../held/held-sentence.ts';
import { shortAddress } from '../text/address-text.ts';
import { cleanName, cleanText } from '../text/clean-text.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { DataList } from '../ui/data-list.tsx';
import { Icon } from '../ui/icon.tsx';
import { NoBreak } from '../ui/no-break.tsx';
import { ChatText } from './chat-text.tsx';
import { MessageMore } from './message-more.tsx';
import { StateMark } from './state-mark.tsx';

function Failed({ message }: { message: MessageView }): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const retry = useAction(async () => {
    await client.request('conversation_retry', { eventId: message.eventId });
    await refresh(['conversations']);
  });
  return (
    <div class="failed">
      <p class="bad">
        {message.reason === null ? t('failedThen') : `${cleanText(message.reason)} ${t('failedThen')}`}
      </p>
      <div class="message-actions">
        <Button small busy={retry.busy} onClick={() => void retry.run()} testid="message-retry">
          <Icon name="refresh" size={16} />
          {t('tryAgain')}
        </Button>
        {message.text === null ? null : <CopyButton text={message.text} testid="message-copy" />}
      </div>
    </div>
  );
}

interface MessageProps {
  message: MessageView;
  name: string;
  /** What must be told beside its state; null where the next message tells the same. */
  sentence?: HeldSentence | null;
  /** Own stored events of this conversation are anchored. */
  anchoring?: boolean;
}

/** One message: chat as a bubble, anything else of a dApp with its type, its site and its data. */
export function Message({ message, name, sentence = null, anchoring = false }: MessageProps): JSX.Element {
  const { t } = useCompanion();
  const [open, setOpen] = useState(false);
  const moreId = useId();
  const isChat = message.text !== null;
  const { held, state } = message;
  const hasMore =
    held !== null || message.anchoredBlock !== null || (anchoring && message.direction === 'out');
  return (
    <div
      class={message.direction === 'out' ? 'message out' : 'message in'}
      data-testid="message"
      data-state={message.state}
      data-direction={message.direction}
      data-event={message.eventId}
      data-type={message.type}
    >
      <div class={isChat ? 'bubble' : 'bubble event'}>
        <span class="hidden">{message.direction === 'out' ? t('youWrote') : t('nameWrote', name)} </span>
        {message.text === null ? (
          <>
            <p class="event-head">
              <Icon name="site" size={16} />
              <span class="mono event-type">{cleanName(message.type)}</span>
            </p>
            <p class="event-origin">
              {message.origin === null
                ? t('eventNoOrigin')
                : t('eventOrigin', message.origin.replace(/^https:\/\//, ''))}
            </p>
            <DataList data={message.data} />
          </>
        ) : (
          <ChatText text={message.text} />
        )}
        <StateMark
          message={message}
          {...(hasMore ? { more: { open, controls: moreId, toggle: () => setOpen(!open) } } : {})}
        />
      </div>
      {sentence === null ? null : (
        <p class={`held-line ${sentence.tone}`} data-testid="held-sentence">
          <NoBreak text={sentence.text} whole={held === null ? '' : shortAddress(held.checksummed)} />
        </p>
      )}
      {hasMore && open ? <MessageMore message={message} id={moreId} /> : null}
      {state === 'failed' || (state === 'expired' && held === null) ? <Failed message={message} /> : null}
    </div>
  );
}
