import type { JSX } from 'preact';
import type { MessageView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import type { MessageKey } from '../text/translate.ts';
import { Icon, type IconName } from '../ui/icon.tsx';

const STATES: Record<
  Exclude<MessageView['state'], 'received'>,
  { icon: IconName; word: MessageKey; tone: string }
> = {
  queued: { icon: 'clock', word: 'stateQueued', tone: '' },
  accepted: { icon: 'check', word: 'stateAccepted', tone: '' },
  delivered: { icon: 'checks', word: 'stateDelivered', tone: '' },
  read: { icon: 'checks', word: 'stateRead', tone: 'good' },
  failed: { icon: 'alert', word: 'stateFailed', tone: 'bad' },
  expired: { icon: 'clock', word: 'stateExpired', tone: 'warn' },
  held: { icon: 'eye', word: 'stateHeld', tone: 'warn' },
  're-encrypted': { icon: 'lock', word: 'stateReEncrypted', tone: 'good' },
  withdrawn: { icon: 'reply', word: 'stateWithdrawn', tone: '' },
  'not-re-encrypted': { icon: 'eye', word: 'stateNotReEncrypted', tone: 'warn' },
  unconfirmed: { icon: 'question', word: 'stateUnconfirmed', tone: 'warn' },
  disputed: { icon: 'alert', word: 'stateDisputed', tone: 'bad' },
};

/** How far a message has come: a drawing and a word, whether it was found anchored, and when it was written. */
export function StateMark({
  message,
  more,
}: {
  message: MessageView;
  /** Opens what else there is to know of it; without, the mark is plain text. */
  more?: { open: boolean; controls: string; toggle(): void };
}): JSX.Element {
  const { t, dates } = useCompanion();
  const { state, anchoredBlock } = message;
  const mark = state === 'received' ? null : STATES[state];
  const inside = (
    <>
      {mark === null ? null : (
        <>
          <span class={`state ${mark.tone}`}>
            <Icon name={mark.icon} size={14} />
            {t(mark.word)}
          </span>
          <span aria-hidden="true">·</span>
        </>
      )}
      {anchoredBlock === null ? null : (
        <>
          <span class="state good" data-testid="anchored-mark">
            <Icon name="anchor" size={14} />
            {t('stateAnchored')}
          </span>
          <span aria-hidden="true">·</span>
        </>
      )}
      <time dateTime={new Date(message.at).toISOString()} title={dates.full(message.at)}>
        {dates.time(message.at)}
      </time>
    </>
  );
  if (more === undefined) return <span class="meta">{inside}</span>;
  return (
    <button
      type="button"
      class="meta more"
      aria-expanded={more.open}
      aria-controls={more.controls}
      data-testid="message-more"
      onClick={more.toggle}
    >
      {inside}
      <span class="turn">
        <Icon name="forward" size={12} />
      </span>
    </button>
  );
}
