import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ERASE_WORD } from '../settings/erase-word.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Problem } from '../ui/problem.tsx';

/** Nobody can reset a password: what is safe, and how to begin again with the 24 words. */
export function Forgotten({ onClose }: { onClose(): void }): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const [typed, setTyped] = useState('');
  const ready = typed.trim().toLowerCase() === ERASE_WORD;
  const erase = useAction(async () => {
    await client.request('vault_erase', { confirmation: ERASE_WORD });
    onClose();
    await refresh(['state', 'settings']);
  });
  return (
    <Dialog
      testid="forgotten-dialog"
      title={t('forgotten')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} testid="forgotten-close">
            {t('cancel')}
          </Button>
          <Button
            tone="danger"
            busy={erase.busy}
            disabled={!ready}
            onClick={() => void erase.run()}
            testid="forgotten-erase"
          >
            {t('beginAgain')}
          </Button>
        </>
      }
    >
      <p>{t('forgottenBody')}</p>
      <Field label={t('eraseType', ERASE_WORD)} value={typed} onText={setTyped} testid="forgotten-word" />
      <Problem error={erase.error} />
    </Dialog>
  );
}
