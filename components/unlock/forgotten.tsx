import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { ERASE_WORD } from '../settings/erase-word.ts';
import { ActionDialog } from '../ui/action-dialog.tsx';
import { Field } from '../ui/field.tsx';

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
    <ActionDialog
      testid="forgotten"
      title={t('forgotten')}
      label={t('beginAgain')}
      tone="danger"
      action={erase}
      disabled={!ready}
      onClose={onClose}
    >
      <p>{t('forgottenBody')}</p>
      <Field label={t('eraseType', ERASE_WORD)} value={typed} onText={setTyped} testid="forgotten-word" />
    </ActionDialog>
  );
}
