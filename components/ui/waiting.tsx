import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { Button } from './button.tsx';

/** An empty place for what is on its way; after a second it says what is awaited and offers to ask again (popup.md *Rules*). */
export function Waiting({ what, retry }: { what?: string; retry?: () => void }): JSX.Element {
  const { t } = useCompanion();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 1000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="waiting" aria-busy="true" data-testid="waiting">
      {slow ? (
        <>
          <p role="status">{what ?? t('waitingBackground')}</p>
          {retry ? (
            <Button tone="quiet" testid="retry" onClick={retry}>
              {t('tryAgain')}
            </Button>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
