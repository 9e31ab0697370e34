import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { Icon } from '../ui/icon.tsx';
import { isTyping } from '../ui/is-typing.ts';

/** Searches everything; `/` brings the focus here from anywhere, Esc empties it. */
export function SearchField({ value, onText }: { value: string; onText(text: string): void }): JSX.Element {
  const { t } = useCompanion();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const slash = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', slash);
    return () => document.removeEventListener('keydown', slash);
  }, []);
  return (
    <search class="search">
      <Icon name="search" size={18} />
      <input
        ref={input}
        class="search-input"
        type="text"
        enterkeyhint="search"
        autocomplete="off"
        spellcheck={false}
        value={value}
        placeholder={t('searchPlaceholder')}
        aria-label={t('searchPlaceholder')}
        aria-keyshortcuts="/"
        data-testid="search"
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.preventDefault();
          event.stopPropagation();
          onText('');
        }}
      />
      <span class="key" aria-hidden="true">
        /
      </span>
    </search>
  );
}
