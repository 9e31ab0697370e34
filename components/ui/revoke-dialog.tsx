import type { JSX } from 'preact';
import type { ContactView } from '../../lib/api/popup/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { cleanName } from '../text/clean-text.ts';
import { ActionDialog } from './action-dialog.tsx';

/** Asks before a relationship is ended for both. */
export function RevokeDialog({ contact, onClose }: { contact: ContactView; onClose(): void }): JSX.Element {
  const { t, client, refresh } = useCompanion();
  const name = cleanName(contact.name);
  const revoke = useAction(async () => {
    await client.request('contract_revoke', { signingKey: contact.signingKey });
    await refresh(['state', 'conversations']);
    onClose();
  });
  return (
    <ActionDialog
      testid="revoke"
      title={t('revokeTitle', name)}
      label={t('revoke')}
      tone="danger"
      action={revoke}
      onClose={onClose}
    >
      <p>{t('revokeBody')}</p>
    </ActionDialog>
  );
}
