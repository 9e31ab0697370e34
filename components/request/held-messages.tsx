import type { JSX } from 'preact';
import type { MessageView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { Message } from '../conversation/message.tsx';
import { heldSentence } from '../held/held-sentence.ts';
import { Section } from '../ui/section.tsx';

/** What somebody unknown wrote to a wallet of ours, with who could read it. */
export function HeldMessages({
  messages,
  name,
}: {
  messages: MessageView[];
  name: string;
}): JSX.Element | null {
  const companion = useCompanion();
  const { t } = companion;
  if (messages.length === 0) return null;
  const line = (at: number): string | undefined => {
    const message = messages[at];
    return message === undefined ? undefined : heldSentence(message, companion)?.text;
  };
  return (
    <Section label={t('heldMessages')}>
      <div data-testid="request-held">
        {messages.map((message, index) => (
          <Message
            key={message.eventId}
            message={message}
            name={name}
            sentence={line(index + 1) === line(index) ? null : heldSentence(message, companion)}
          />
        ))}
      </div>
    </Section>
  );
}
