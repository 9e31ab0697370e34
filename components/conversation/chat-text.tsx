import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { lazyScreen } from '../route/lazy-screen.tsx';
import { cleanText } from '../text/clean-text.ts';
import { hidesHost, linkParts } from '../text/link-parts.ts';

const LinkDialog = lazyScreen(async () => (await import('./link-dialog.tsx')).LinkDialog);

/** What somebody wrote: text nodes only; web addresses become buttons that ask before they lead away (threats.md T-10). */
export function ChatText({ text }: { text: string }): JSX.Element {
  const { t } = useCompanion();
  const [opening, setOpening] = useState<string | null>(null);
  return (
    <bdi class="chat-text">
      {linkParts(cleanText(text)).map((part, index) =>
        part.href === null ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move.
          <span key={index}>
            <button
              type="button"
              class="link"
              data-testid="chat-link"
              data-host={part.host}
              title={t('opensHost', part.host)}
              onClick={() => setOpening(part.href)}
            >
              {part.text}
            </button>
            {hidesHost(part) ? <span class="tag amber mono">{part.host}</span> : null}
          </span>
        ),
      )}
      {opening === null ? null : <LinkDialog href={opening} onClose={() => setOpening(null)} />}
    </bdi>
  );
}
