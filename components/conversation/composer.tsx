import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { useIdempotencyKey } from '../companion/use-idempotency-key.ts';
import { IconButton } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { useDraft } from './use-draft.ts';

/** Bytes of UTF-8 that fit an envelope of 128 KiB however much of the text JSON has to escape, twice (protocol.md §3.6). */
const MAX_BYTES = 16_000;
const COUNT_FROM = 0.8;
const MAX_HEIGHT = 140;

interface ComposerProps {
  conversationId: string;
  name: string;
  placeholder: string;
  onSent(): void;
  /** Sends another way than under a contract; false when the person was asked and said no. */
  deliver?(text: string, idempotencyKey: string): Promise<boolean>;
}

/** Where a message is written: Enter sends, Shift+Enter begins a line, an input method's Enter does neither. */
export function Composer({ conversationId, name, placeholder, onSent, deliver }: ComposerProps): JSX.Element {
  const { t, client } = useCompanion();
  const { text, setText, forget } = useDraft(conversationId);
  const area = useRef<HTMLTextAreaElement>(null);
  const { keyOf, done } = useIdempotencyKey();
  const bytes = text.length * 3 < MAX_BYTES * COUNT_FROM ? 0 : new TextEncoder().encode(text).length;
  const left = MAX_BYTES - bytes;
  const ready = text.trim() !== '' && left >= 0;

  const send = useAction(async () => {
    const idempotencyKey = keyOf(text);
    if (deliver === undefined) {
      await client.request('conversation_send', { conversationId, text, idempotencyKey });
    } else if (!(await deliver(text, idempotencyKey))) return;
    done();
    forget();
    onSent();
  });

  useEffect(() => {
    area.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight + 2, MAX_HEIGHT)}px`;
  }, [text]);

  const submit = (): void => {
    if (ready) void send.run().then(() => area.current?.focus());
  };
  return (
    <>
      {send.error === null ? null : <Problem error={send.error} retry={submit} testid="send-problem" />}
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div class="composer-box">
          <textarea
            ref={area}
            class="input composer-text"
            rows={1}
            value={text}
            placeholder={placeholder}
            aria-label={t('writeTo', name)}
            data-testid="composer"
            dir="auto"
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229)
                return;
              event.preventDefault();
              submit();
            }}
          />
          {bytes > MAX_BYTES * COUNT_FROM ? (
            <p class={left < 0 ? 'counter bad' : 'counter'} role="status" data-testid="composer-counter">
              {left < 0 ? t('tooLong', -left) : t('bytesLeft', left)}
            </p>
          ) : null}
        </div>
        <IconButton
          icon="send"
          label={t('send')}
          testid="send"
          type="submit"
          disabled={!ready}
          aria-busy={send.busy}
        />
      </form>
    </>
  );
}
