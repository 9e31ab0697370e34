import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { errorDetails } from '../companion/describe-error.ts';
import { useAction } from '../companion/use-action.ts';
import { ActionDialog } from '../ui/action-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Problem } from '../ui/problem.tsx';
import { Screen } from '../ui/screen.tsx';

/** The browser cannot open the database: what that means, what is safe, and the ways on. */
export function Unusable({ error }: { error: unknown }): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const [asking, setAsking] = useState(false);
  const canBeginAnew = errorDetails(error)?.canBeginAnew === true;
  const again = useAction(() => refresh(['state']));
  const anew = useAction(async () => {
    await client.request('storage_reset', undefined);
    await refresh(['state', 'settings']);
  });
  return (
    <Screen
      testid="screen-unusable"
      title={t('unusableTitle')}
      footer={
        <>
          {canBeginAnew && (
            <Button onClick={() => setAsking(true)} testid="anew">
              {t('beginAnew')}
            </Button>
          )}
          <Button tone="primary" busy={again.busy} onClick={() => void again.run()} testid="unusable-again">
            {t('tryAgain')}
          </Button>
        </>
      }
    >
      <Problem error={error} />
      <p class="lead">{t('unusableLead')}</p>
      <p class="lead">{t(canBeginAnew ? 'unusableAnew' : 'unusableWords')}</p>
      {asking && (
        <ActionDialog
          testid="anew"
          title={t('beginAnew')}
          label={t('beginAnew')}
          tone="danger"
          action={anew}
          onClose={() => setAsking(false)}
        >
          <p>{t('unusableLost')}</p>
        </ActionDialog>
      )}
    </Screen>
  );
}
