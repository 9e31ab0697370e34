import { Fragment, type JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useNow } from '../companion/use-now.ts';
import { heldSentence } from '../held/held-sentence.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Message } from './message.tsx';
import type { Messages } from './use-messages.ts';

/** The messages with their days and gaps. Growing at either end does not move what is being read: the box scrolls from its bottom. */
export function MessageLog({ messages, name }: { messages: Messages; name: string }): JSX.Element {
  const companion = useCompanion();
  const { t, dates } = companion;
  const now = useNow(60_000);
  const earlier = useRef<HTMLDivElement>(null);
  const { items, hasMore, older } = messages;

  useEffect(() => {
    const mark = earlier.current;
    if (mark === null || !hasMore) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && older(), {
      rootMargin: '300px 0px',
    });
    observer.observe(mark);
    return () => observer.disconnect();
  }, [hasMore, older]);

  let day = '';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a mouse (axe scrollable-region-focusable).
    <div class="log" role="log" aria-label={t('messagesWith', name)} tabIndex={0} data-testid="message-log">
      <div class="log-inner">
        {hasMore ? (
          <div class="log-earlier" ref={earlier}>
            <Button tone="quiet" busy={messages.loadingOlder} onClick={older} testid="load-earlier">
              {messages.loadingOlder ? t('loadingEarlier') : t('loadEarlier')}
            </Button>
          </div>
        ) : null}
        {items.map((item, index) => {
          if (item.kind === 'gap') {
            return (
              <p class="gap" key={`gap ${item.cursor}`} data-testid="gap" data-count={item.count}>
                <Icon name="break" size={16} />
                {item.count === 1 ? t('gapOne', name) : t('gapMany', item.count, name)}
              </p>
            );
          }
          const mine = dates.dayKey(item.at);
          const separator = mine !== day;
          const sentence = heldSentence(item, companion);
          const after = items[index + 1];
          // Said once under the last of several in a row.
          const repeated =
            after?.kind === 'message' && heldSentence(after, companion)?.text === sentence?.text;
          day = mine;
          return (
            <Fragment key={item.eventId}>
              {separator ? (
                <h2 class="day">
                  <time dateTime={new Date(item.at).toISOString()}>{dates.day(item.at, now)}</time>
                </h2>
              ) : null}
              <Message
                message={item}
                name={name}
                sentence={repeated ? null : sentence}
                anchoring={messages.anchoring}
              />
            </Fragment>
          );
        })}
      </div>
    </div>
  );
}
