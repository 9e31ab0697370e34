import type { JSX } from 'preact';
import type { ContactView } from '../../lib/rpc/popup-rpc.ts';
import { useCompanion } from '../companion/companion-context.ts';
import { useAction } from '../companion/use-action.ts';
import { cleanName } from '../text/clean-text.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';

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
    <Dialog
      testid="revoke-dialog"
      title={t('revokeTitle', name)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} testid="revoke-cancel">
            {t('cancel')}
          </Button>
          <Button tone="danger" busy={revoke.busy} onClick={() => void revoke.run()} testid="revoke-confirm">
            {t('revoke')}
          </Button>
        </>
      }
    >
      <p>{t('revokeBody', name)}</p>
      <Problem error={revoke.error} />
    </Dialog>
  );
}
