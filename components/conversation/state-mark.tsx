import type { JSX } from 'preact';
import type { MessageView } from '../../lib/rpc/popup-rpc.ts';
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
  held: { icon: 'alert', word: 'stateHeld', tone: 'warn' },
  're-encrypted': { icon: 'check', word: 'stateReEncrypted', tone: 'good' },
  withdrawn: { icon: 'clock', word: 'stateWithdrawn', tone: '' },
  'not-re-encrypted': { icon: 'alert', word: 'stateNotReEncrypted', tone: 'warn' },
  unconfirmed: { icon: 'alert', word: 'stateUnconfirmed', tone: 'warn' },
  disputed: { icon: 'alert', word: 'stateDisputed', tone: 'bad' },
};

/** How far a message has come: a drawing and a word, then when it was written. */
export function StateMark({ message }: { message: MessageView }): JSX.Element {
  const { t, dates } = useCompanion();
  const time = (
    <time dateTime={new Date(message.at).toISOString()} title={dates.full(message.at)}>
      {dates.time(message.at)}
    </time>
  );
  if (message.state === 'received') return <span class="meta">{time}</span>;
  const { icon, word, tone } = STATES[message.state];
  return (
    <span class="meta">
      <span class={`state ${tone}`}>
        <Icon name={icon} size={14} />
        {t(word)}
      </span>
      <span aria-hidden="true">·</span>
      {time}
    </span>
  );
}
