import type { JSX } from 'preact';
import { useCompanion } from '../companion/companion-context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Origin } from '../ui/origin.tsx';

/** Shows where a link of a message really leads, and opens it only then. */
export function LinkDialog({ href, onClose }: { href: string; onClose(): void }): JSX.Element {
  const { t, surface } = useCompanion();
  return (
    <Dialog
      testid="link-dialog"
      title={t('openLink')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} testid="link-cancel">
            {t('stayHere')}
          </Button>
          <Button
            tone="primary"
            testid="link-open"
            onClick={() => {
              onClose();
              surface.openPage(href);
            }}
          >
            {t('openPage')}
          </Button>
        </>
      }
    >
      <Origin origin={new URL(href).origin} />
      <p class="quiet">{t('openLinkThen')}</p>
      <p class="mono wrap small-print" dir="ltr">
        {href.length > 300 ? `${href.slice(0, 300)}…` : href}
      </p>
    </Dialog>
  );
}
