import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icon.tsx';
import { QrCode } from './qr-code.tsx';

/** A DID to read, copy or scan. */
export function DidCard({
  did,
  via,
  open = false,
}: {
  did: string;
  via: string;
  open?: boolean;
}): JSX.Element {
  const { t } = useCompanion();
  const [qr, setQr] = useState(open);
  return (
    <div class="did-card">
      {qr ? <QrCode text={did} label={t('qrOf')} /> : null}
      <p class="mono wrap did" dir="ltr" data-testid="did">
        {did}
      </p>
      <p class="quiet">{t('viaMediator', via)}</p>
      <div class="inline">
        <CopyButton text={did} label={t('copyDid')} testid="did-copy" />
        <Button small onClick={() => setQr(!qr)} testid="did-qr" aria-pressed={qr}>
          <Icon name="qr" size={16} />
          {qr ? t('hideQr') : t('showQr')}
        </Button>
      </div>
    </div>
  );
}
