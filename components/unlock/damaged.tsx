import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Screen } from '../ui/screen.tsx';
import { Restore } from '../welcome/restore.tsx';

/** Both copies of the vault are unreadable: what that means, and the way back. */
export function Damaged(): JSX.Element {
  const { t } = useCompanion();
  const [restoring, setRestoring] = useState(false);
  if (restoring) return <Restore onBack={() => setRestoring(false)} />;
  return (
    <Screen
      testid="screen-damaged"
      title={t('damagedTitle')}
      footer={
        <Button tone="primary" onClick={() => setRestoring(true)} testid="damaged-restore">
          {t('restoreFromWords')}
        </Button>
      }
    >
      <Notice tone="red" title={t('errorDamaged')}>
        {t('errorDamagedThen')}
      </Notice>
      <p class="lead">{t('damagedLead')}</p>
    </Screen>
  );
}
