import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';

/** Typing is on its way to the encrypted store after this long at most (popup.md *Rules*: 250 ms). */
const SAVE_MS = 200;

/** The unsent text of a conversation: read once, saved while it is typed and when the popup goes away. */
export function useDraft(conversationId: string): {
  text: string;
  setText(text: string): void;
  forget(): void;
} {
  const { client } = useCompanion();
  const [text, show] = useState('');
  const typed = useRef(false);
  const pending = useRef<{ text: string; timer: ReturnType<typeof setTimeout> } | null>(null);

  const save = useCallback(() => {
    const waiting = pending.current;
    if (waiting === null) return;
    clearTimeout(waiting.timer);
    pending.current = null;
    client.request('conversation_saveDraft', { conversationId, text: waiting.text }).catch(() => undefined);
  }, [client, conversationId]);

  // Before the field can be typed into: later, it would empty what was typed meanwhile.
  useLayoutEffect(() => {
    typed.current = false;
    show('');
    let current = true;
    client.request('conversation_getDraft', { conversationId }).then(
      (draft) => {
        if (current && !typed.current) show(draft.text);
      },
      () => undefined,
    );
    window.addEventListener('pagehide', save);
    document.addEventListener('visibilitychange', save);
    return () => {
      current = false;
      save();
      window.removeEventListener('pagehide', save);
      document.removeEventListener('visibilitychange', save);
    };
  }, [client, conversationId, save]);

  return {
    text,
    setText(next) {
      typed.current = true;
      show(next);
      // The clock starts at the first key that is not saved, so that somebody who types without a pause is saved too.
      if (pending.current === null) pending.current = { text: next, timer: setTimeout(save, SAVE_MS) };
      else pending.current.text = next;
    },
    forget() {
      typed.current = true;
      show('');
      if (pending.current !== null) clearTimeout(pending.current.timer);
      pending.current = null;
      client.request('conversation_saveDraft', { conversationId, text: '' }).catch(() => undefined);
    },
  };
}
