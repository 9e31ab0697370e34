import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { lazyScreen } from '../route/lazy-screen.tsx';
import { cleanText } from '../text/clean-text.ts';
import { hidesHost, linkParts } from '../text/link-parts.ts';

const LinkDialog = lazyScreen(async () => (await import('./link-dialog.tsx')).LinkDialog);

/** What somebody wrote: text nodes only; web addresses become links that ask, by whichever button they are clicked, before they lead away (security.md T-10). */
export function ChatText({ text }: { text: string }): JSX.Element {
  const { t } = useCompanion();
  const [opening, setOpening] = useState<string | null>(null);
  const ask = (event: MouseEvent, href: string): void => {
    event.preventDefault();
    setOpening(href);
  };
  return (
    <bdi class="chat-text">
      {linkParts(cleanText(text)).map((part, index) =>
        part.href === null ? (
          part.text
        ) : (
          <span key={index}>
            <a
              class="link"
              href={part.href}
              rel="noopener noreferrer nofollow"
              data-testid="chat-link"
              data-host={part.host}
              title={t('opensHost', part.host)}
              onClick={(event) => ask(event, part.href)}
              onAuxClick={(event) => ask(event, part.href)}
            >
              {part.text}
            </a>
            {hidesHost(part) ? <span class="tag amber mono">{part.host}</span> : null}
          </span>
        ),
      )}
      {opening === null ? null : <LinkDialog href={opening} onClose={() => setOpening(null)} />}
    </bdi>
  );
}
